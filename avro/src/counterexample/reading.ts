import type { Comparison } from '../compatibility/compare-schemas.ts';
import { fieldsByName, hasNameOf, isPromotion, matchingFields } from '../compatibility/matching.ts';
import type { Mismatch } from '../compatibility/mismatch.ts';
import type { Field, RecordSchema, Schema, UnionSchema } from '../model.ts';

/**
 * The branch by which a reader's union takes what is written with a schema that is no union: the first that can read
 * all of it, else the one of its name or kind, which fails only on some data. Undefined where none takes any.
 */
export function branchFor(reader: UnionSchema, writer: Schema, comparison: Comparison): Schema | undefined {
  const readable = reader.branches.find((branch) => comparison.isCompatible(branch, writer));
  return readable ?? reader.branches.find((branch) => hasSameName(branch, writer)) ?? sameKind(reader, writer);
}

function hasSameName(reader: Schema, writer: Schema): boolean {
  return reader.kind === writer.kind && 'name' in reader && 'name' in writer && reader.name === writer.name;
}

function sameKind({ branches }: UnionSchema, writer: Schema): Schema | undefined {
  return branches.find((branch) => {
    if (isPromotion(branch, writer)) return true;
    if (branch.kind !== writer.kind || branch.kind === 'primitive') return false;
    return !('name' in branch && 'name' in writer) || hasNameOf(branch, writer);
  });
}

/** The reader's field that takes a written field. */
export function readerField(reader: RecordSchema, written: string): Field | undefined {
  return reader.fields.find(({ name, aliases }) => name === written || aliases.includes(written));
}

/** The written fields that a reader's field could be read from, each once. */
export function writtenFields(field: Field, writer: Schema): readonly Field[] {
  if (writer.kind !== 'record') return [];
  return [...new Set(matchingFields(field, fieldsByName(writer)).map((match) => match.field))];
}

/** Avro Java's checker takes a field's own name among its aliases for a second field; data do not mind. */
export function isHarmless({ type, field, writer }: Mismatch): boolean {
  return type === 'NAME_MISMATCH' && field !== undefined && writtenFields(field, writer).length === 1;
}
