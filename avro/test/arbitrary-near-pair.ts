import fc from 'fast-check';
import { AvroError, type JsonObject, type JsonValue, parseSchema } from '../src/index.ts';
import { childLocation, isJsonArray, isJsonObject } from '../src/json/json-node.ts';
import { arbitraryRecord, arbitrarySchema } from './arbitrary-schema.ts';
import { type Edit, edits } from './schema-edits.ts';

/** Two schemas that were one, as JSON values; edits may have made a schema invalid. */
export interface NearPair {
  readonly reader: JsonValue;
  readonly writer: JsonValue;
}

interface ChosenEdit {
  readonly edit: Edit;
  /** Which of the places where it fits, counted round and round. */
  readonly place: number;
  readonly choice: number;
}

const chosenEdit = fc.record<ChosenEdit>({ edit: fc.constantFrom(...edits), place: fc.nat(60), choice: fc.nat(30) });

/** Schemas as they follow each other in the life of an event: reader and writer are few edits away from one schema. */
export const arbitraryNearPair: fc.Arbitrary<NearPair> = fc
  .record({
    base: fc.oneof({ arbitrary: arbitraryRecord, weight: 3 }, arbitrarySchema),
    reader: fc.array(chosenEdit, { minLength: 1, maxLength: 4 }),
    writer: fc.array(chosenEdit, { maxLength: 2 }),
  })
  .map(({ base, reader, writer }) => ({ reader: applyAll(base, reader), writer: applyAll(base, writer) }));

function applyAll(schema: JsonValue, chosen: readonly ChosenEdit[]): JsonValue {
  return chosen.reduce(applyOne, schema);
}

function applyOne(schema: JsonValue, { edit, place, choice }: ChosenEdit): JsonValue {
  let fitting = 0;
  mapTypes(schema, (type) => {
    if (edit.fits(type)) fitting += 1;
    return type;
  });
  let before = place % Math.max(1, fitting);
  const edited = mapTypes(schema, (type) => {
    if (!edit.fits(type)) return type;
    before -= 1;
    return before === -1 ? edit.apply(type, choice) : type;
  });
  // Most people see to it that a default still fits.
  return choice % 4 === 0 ? edited : withFittingDefaults(edited);
}

/** Copies a schema, each type in it through the function, inner types first. */
function mapTypes(schema: JsonValue, change: (type: JsonValue) => JsonValue): JsonValue {
  if (isJsonArray(schema)) return change(schema.map((branch) => mapTypes(branch, change)));
  if (!isJsonObject(schema)) return change(schema);
  const copy: JsonObject = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, mapMember(key, value, change)]),
  );
  // `{ "type": { ... } }` is its type.
  return typeof copy['type'] === 'object' ? copy : change(copy);
}

function mapMember(key: string, value: JsonValue, change: (type: JsonValue) => JsonValue): JsonValue {
  if (key === 'items' || key === 'values') return mapTypes(value, change);
  if (key === 'type' && typeof value === 'object') return mapTypes(value, change);
  if (key !== 'fields' || !isJsonArray(value)) return value;
  return value.map((field) =>
    isJsonObject(field) ? { ...field, type: mapTypes(field['type'] ?? null, change) } : field,
  );
}

/** Takes away the default that is reported as wrong. */
function withFittingDefaults(schema: JsonValue): JsonValue {
  const wrong = new Set<string>();
  try {
    parseSchema(schema);
  } catch (error) {
    if (!(error instanceof AvroError)) throw error;
    for (const { code, location } of error.problems) if (code === 'AVRO_DEFAULT_INVALID') wrong.add(location);
  }
  return wrong.size === 0 ? schema : without(schema, '/', wrong);
}

function without(value: JsonValue, location: string, wrong: ReadonlySet<string>): JsonValue {
  const isWrong = (key: string): boolean =>
    key === 'default' && [...wrong].some((place) => `${place}/`.startsWith(`${childLocation(location, key)}/`));
  if (isJsonArray(value)) return value.map((item, index) => without(item, childLocation(location, index), wrong));
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !isWrong(key));
  return Object.fromEntries(kept.map(([key, member]) => [key, without(member, childLocation(location, key), wrong)]));
}
