import { shortNameOf } from '../full-name.ts';
import type { EnumSchema, Field, NamedSchema, PrimitiveName, RecordSchema, Schema } from '../model.ts';

const promotions: ReadonlyMap<PrimitiveName, readonly PrimitiveName[]> = new Map([
  ['long', ['int']],
  ['float', ['int', 'long']],
  ['double', ['int', 'long', 'float']],
  ['bytes', ['string']],
  ['string', ['bytes']],
]);

/** Whether what was written as one primitive type is read as another, or as the same. */
export function isPromotion(reader: Schema, writer: Schema): boolean {
  if (reader.kind !== 'primitive' || writer.kind !== 'primitive') return false;
  return reader.type === writer.type || (promotions.get(reader.type)?.includes(writer.type) ?? false);
}

/** Names match if their short names are equal, or the reader has the writer's full name as an alias. */
export function hasNameOf(reader: NamedSchema, writer: NamedSchema): boolean {
  return shortNameOf(reader.name) === shortNameOf(writer.name) || reader.aliases.includes(writer.name);
}

/** The writer's symbols that the reader neither has nor replaces by a default, in the writer's order. */
export function missingSymbols(reader: EnumSchema, writer: EnumSchema): readonly string[] {
  if (reader.default !== undefined) return [];
  const symbols = new Set(reader.symbols);
  return writer.symbols.filter((symbol) => !symbols.has(symbol));
}

export interface NumberedField {
  readonly field: Field;
  readonly index: number;
}

export function fieldsByName({ fields }: RecordSchema): ReadonlyMap<string, NumberedField> {
  return new Map(fields.map((field, index) => [field.name, { field, index }]));
}

/** The writer's fields of the reader field's name and of its aliases. */
export function matchingFields(
  { name, aliases }: Field,
  writerFields: ReadonlyMap<string, NumberedField>,
): readonly NumberedField[] {
  const direct = writerFields.get(name);
  if (aliases.length === 0) return direct === undefined ? [] : [direct];
  return [name, ...new Set(aliases)].flatMap((candidate) => writerFields.get(candidate) ?? []);
}
