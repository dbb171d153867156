import type { JsonObject, JsonValue } from '../src/index.ts';
import { isJsonArray, isJsonObject } from '../src/json/json-node.ts';

/** Something that people do to a schema, right or wrong. */
export interface Edit {
  readonly name: string;
  fits(type: JsonValue): boolean;
  /** `choice` picks one of the ways. */
  apply(type: JsonValue, choice: number): JsonValue;
}

const primitives = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];
const logical: readonly JsonObject[] = [
  { type: 'int', logicalType: 'date' },
  { type: 'int', logicalType: 'time-millis' },
  { type: 'long', logicalType: 'timestamp-millis' },
  { type: 'long', logicalType: 'timestamp-micros' },
  { type: 'long', logicalType: 'local-timestamp-millis' },
  { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 4 },
  { type: 'bytes', logicalType: 'decimal', precision: 4, scale: 5 },
  { type: 'string', logicalType: 'uuid' },
  { type: 'string', logicalType: 'nonsense' },
];
const defaults: readonly JsonValue[] = [
  null,
  0,
  1.5,
  true,
  '',
  'A',
  'é',
  '\u0100',
  [],
  {},
  { f0: 0 },
  2n ** 63n - 1n,
  3e9,
];

const pick = <T>(list: readonly T[], choice: number): readonly T[] => list.slice(choice % list.length).slice(0, 1);
const without = <T>(list: readonly T[], choice: number): readonly T[] =>
  list.filter((_, index) => index !== choice % list.length);
const list = (value: JsonValue | undefined): readonly JsonValue[] =>
  isJsonArray(value ?? null) ? [value ?? []].flat() : [];

const isNamed = (type: JsonValue): boolean => isJsonObject(type) && typeof type['name'] === 'string';
const isOf =
  (...kinds: readonly string[]) =>
  (type: JsonValue): boolean =>
    isJsonObject(type) && kinds.includes(String(type['type']));
const isRecord = isOf('record', 'error');

function onObject(apply: (type: JsonObject, choice: number) => JsonValue): Edit['apply'] {
  return (type, choice) => (isJsonObject(type) ? apply(type, choice) : type);
}

function onList(attribute: string, apply: (items: readonly JsonValue[], choice: number) => readonly JsonValue[]) {
  return onObject((type, choice) => ({ ...type, [attribute]: apply(list(type[attribute]), choice) }));
}

/** Changes one field of a record. */
function onField(apply: (field: JsonObject, choice: number) => JsonObject): Edit['apply'] {
  return onList('fields', (fields, choice) =>
    fields.map((field, index) => {
      const isChosen = index === choice % fields.length;
      return isChosen && isJsonObject(field) ? apply(field, Math.floor(choice / fields.length)) : field;
    }),
  );
}

function omit(object: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

const unionEdits: readonly Edit[] = [
  { name: 'add branch', fits: isJsonArray, apply: (type, choice) => [...list(type), ...pick(primitives, choice)] },
  { name: 'remove branch', fits: isJsonArray, apply: (type, choice) => without(list(type), choice) },
  { name: 'take branch', fits: isJsonArray, apply: (type, choice) => pick(list(type), choice)[0] ?? 'null' },
  { name: 'turn branches round', fits: isJsonArray, apply: (type) => list(type).toReversed() },
  { name: 'make optional', fits: (type) => !isJsonArray(type), apply: (type) => ['null', type] },
  { name: 'make optional, null last', fits: (type) => !isJsonArray(type), apply: (type) => [type, 'null'] },
  { name: 'make a union of one', fits: (type) => !isJsonArray(type), apply: (type) => [type] },
];

const typeEdits: readonly Edit[] = [
  { name: 'another primitive', fits: () => true, apply: (type, choice) => pick(primitives, choice)[0] ?? type },
  {
    name: 'promote',
    fits: (type) => primitives.includes(String(type)),
    apply: (_, choice) => pick(['long', 'float', 'double', 'bytes', 'string'], choice)[0] ?? 'int',
  },
  {
    name: 'another logical type',
    fits: (type) => typeof type === 'string' || isOf(...primitives)(type),
    apply: (type, choice) => pick(logical, choice)[0] ?? type,
  },
  { name: 'put into an array', fits: () => true, apply: (items) => ({ type: 'array', items }) },
  { name: 'put into a map', fits: () => true, apply: (values) => ({ type: 'map', values }) },
  {
    name: 'array to map',
    fits: isOf('array'),
    apply: onObject(({ items = 'int' }) => ({ type: 'map', values: items })),
  },
];

const namedEdits: readonly Edit[] = [
  { name: 'rename', fits: isNamed, apply: onObject((type, choice) => ({ ...type, name: `N${choice % 3}` })) },
  {
    name: 'rename with alias',
    fits: isNamed,
    apply: onObject((type, choice) => ({ ...type, name: `N${choice % 3}`, aliases: [type['name'] ?? ''] })),
  },
  {
    name: 'move to another namespace',
    fits: isNamed,
    apply: onObject((type, choice) => ({
      ...type,
      namespace: pick(['', 'shop', 'other', 'shop.orders'], choice)[0] ?? '',
    })),
  },
  {
    name: 'add aliases',
    fits: isNamed,
    apply: onObject((type, choice) => ({
      ...type,
      aliases: pick([['T0', 'T1'], ['shop.T0', 'T2'], ['shop.orders.T1']], choice)[0] ?? [],
    })),
  },
  {
    name: 'add symbol',
    fits: isOf('enum'),
    apply: onList('symbols', (symbols, choice) => [...symbols, ...pick(['Y', 'Z', 'A'], choice)]),
  },
  { name: 'remove symbol', fits: isOf('enum'), apply: onList('symbols', without) },
  { name: 'turn symbols round', fits: isOf('enum'), apply: onList('symbols', (symbols) => symbols.toReversed()) },
  {
    name: 'set enum default',
    fits: isOf('enum'),
    apply: onObject((type, choice) => ({ ...type, default: pick([...list(type['symbols']), 'Q'], choice)[0] ?? '' })),
  },
  { name: 'remove enum default', fits: isOf('enum'), apply: onObject((type) => omit(type, 'default')) },
  { name: 'resize', fits: isOf('fixed'), apply: onObject((type, choice) => ({ ...type, size: choice % 4 })) },
  { name: 'fixed to bytes', fits: isOf('fixed'), apply: () => 'bytes' },
  { name: 'enum to string', fits: isOf('enum'), apply: () => 'string' },
];

const newField = (choice: number): JsonObject => ({
  name: `f${choice % 6}`,
  type: pick([...primitives, { type: 'enum', name: 'Added', symbols: ['A'], default: 'A' }], choice)[0] ?? 'int',
});

const fieldEdits: readonly Edit[] = [
  { name: 'add field', fits: isRecord, apply: onList('fields', (fields, choice) => [newField(choice), ...fields]) },
  {
    name: 'add field with default',
    fits: isRecord,
    apply: onList('fields', (fields, choice) => [
      ...fields,
      { name: `g${choice}`, type: ['null', 'int'], default: null },
    ]),
  },
  { name: 'remove field', fits: isRecord, apply: onList('fields', without) },
  { name: 'turn fields round', fits: isRecord, apply: onList('fields', (fields) => fields.toReversed()) },
  { name: 'rename field', fits: isRecord, apply: onField((field, choice) => ({ ...field, name: `f${choice % 6}` })) },
  {
    name: 'rename field with alias',
    fits: isRecord,
    apply: onField((field, choice) => ({ ...field, name: `g${choice % 3}`, aliases: [field['name'] ?? ''] })),
  },
  {
    name: 'add field aliases',
    fits: isRecord,
    apply: onField((field, choice) => ({ ...field, aliases: [`f${choice % 4}`, `f${choice % 3}`, `g${choice % 3}`] })),
  },
  { name: 'remove default', fits: isRecord, apply: onField((field) => omit(field, 'default')) },
  {
    name: 'set default',
    fits: isRecord,
    apply: onField((field, choice) => ({ ...field, default: pick(defaults, choice)[0] ?? null })),
  },
  { name: 'change order', fits: isRecord, apply: onField((field) => ({ ...field, order: 'descending' })) },
];

export const edits: readonly Edit[] = [...unionEdits, ...typeEdits, ...namedEdits, ...fieldEdits];
