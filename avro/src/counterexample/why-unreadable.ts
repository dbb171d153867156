import { missingSymbols } from '../compatibility/matching.ts';
import type { Mismatch } from '../compatibility/mismatch.ts';
import type { Schema } from '../model.ts';
import { writtenFields } from './reading.ts';

/** What the reader cannot do with the data, as a sentence. */
export function whyUnreadable(mismatch: Mismatch): string {
  const { type, reader, writer } = mismatch;
  if (mismatch.field !== undefined) return whyUnfilled(mismatch);
  switch (type) {
    case 'MISSING_ENUM_SYMBOLS': {
      const symbol = reader.kind === 'enum' && writer.kind === 'enum' ? missingSymbols(reader, writer)[0] : undefined;
      return `The reader's ${typeOf(reader)} has neither the symbol "${symbol}" nor a default.`;
    }
    case 'FIXED_SIZE_MISMATCH':
      return `The writer's ${typeOf(writer)} holds ${sizeOf(writer)} bytes, the reader's ${sizeOf(reader)}.`;
    case 'MISSING_UNION_BRANCH':
      return `No branch of the reader's union takes the writer's ${typeOf(writer)}.`;
    case 'NAME_MISMATCH':
      return `The reader's ${typeOf(reader)} has neither the name nor an alias of the writer's ${typeOf(writer)}.`;
    default:
      return `The writer's ${typeOf(writer)} cannot be read as ${typeOf(reader)}.`;
  }
}

function whyUnfilled({ field, reader, writer }: Mismatch): string {
  const matches = field === undefined ? [] : writtenFields(field, writer);
  const place = `The reader's field "${field?.name}" of ${typeOf(reader)}`;
  if (matches.length === 0) return `${place} is not written and has no default.`;
  return `${place} could be read from ${matches.map(({ name }) => `"${name}"`).join(' and from ')}.`;
}

function typeOf(schema: Schema): string {
  if (schema.kind === 'primitive') return schema.type;
  return 'name' in schema ? `${schema.kind} ${schema.name}` : schema.kind;
}

const sizeOf = (schema: Schema): number | undefined => (schema.kind === 'fixed' ? schema.size : undefined);
