import { checkReaderWriter } from '../../compatibility/check-reader-writer.ts';
import type { Field, RecordSchema } from '../../model.ts';
import { didYouMean } from '../../parse/did-you-mean.ts';
import { child, type Placed, type TypeMatch } from '../match-schemas.ts';
import type { LocatedOverlooked } from '../overlooked-change.ts';

/**
 * A field that went and one that came, of a type that reads the old one, in its place or of a similar name: probably one
 * field with a new name, whose old values are lost.
 */
export function renamedFields({ previous, next }: TypeMatch): readonly LocatedOverlooked[] {
  const [old, now] = [previous.value, next.value];
  if (old.kind !== 'record' || now.kind !== 'record') return [];
  const removed = fieldsBeyond(old, now).filter(
    ({ field }) => !now.fields.some((one) => one.aliases.includes(field.name)),
  );
  const added = new Set(fieldsBeyond(now, old));
  // So many are another record, not new names; and each is compared with each.
  if (removed.length * added.size > mostPairs) return [];
  return removed.flatMap((gone): readonly LocatedOverlooked[] => {
    const come = probableName(gone, [...added]);
    if (come === undefined) return [];
    added.delete(come);
    return [renamed({ record: now, previous, next }, gone, come)];
  });
}

const mostPairs = 1_000;

interface NumberedField {
  readonly field: Field;
  readonly index: number;
}

function fieldsBeyond(record: RecordSchema, other: RecordSchema): readonly NumberedField[] {
  const names = new Set(other.fields.map(({ name }) => name));
  return record.fields.map((field, index) => ({ field, index })).filter(({ field }) => !names.has(field.name));
}

function probableName(gone: NumberedField, added: readonly NumberedField[]): NumberedField | undefined {
  const fitting = added.filter(({ field }) => checkReaderWriter(field.type, gone.field.type).compatible);
  const similar = didYouMean(
    gone.field.name,
    fitting.map(({ field }) => field.name),
  );
  return fitting.find(({ field }) => field.name === similar) ?? fitting.find(({ index }) => index === gone.index);
}

interface Records {
  readonly record: RecordSchema;
  readonly previous: Placed<unknown>;
  readonly next: Placed<unknown>;
}

function renamed({ record, previous, next }: Records, gone: NumberedField, come: NumberedField): LocatedOverlooked {
  const [from, to] = [gone.field.name, come.field.name];
  const subject = `${record.name}.${to}`;
  return {
    kind: 'field-renamed-without-alias',
    subject,
    previous: `${child(previous, 'fields')}/${gone.index}`,
    next: `${child(next, 'fields')}/${come.index}`,
    message: `"${from}" of ${record.name} went and "${to}" came: if that is a new name, values written as "${from}" are lost.`,
    help: `Add "aliases": ["${from}"] to the field "${to}".`,
  };
}
