import {
  type Field,
  type JsonObject,
  type JsonValue,
  jsonText,
  numberBounds,
  type Position,
  type Schema,
} from '@eventwright/avro';
import type { SchemaFile } from './contract-model.ts';

/** Bounds beside a `long` that do not make it a `number`, as their author must have meant. */
export interface UnusableBounds {
  /** Why, as a sentence. */
  readonly message: string;
  readonly position: Position;
}

const names = ['minimum', 'maximum'] as const;

/** In the types that the file itself defines, in the order written. */
export function unusableBounds({ types }: Pick<SchemaFile, 'types'>): readonly UnusableBounds[] {
  return types.flatMap((type) => (type.kind === 'record' ? type.fields.flatMap(inField) : []));
}

function inField(field: Field): readonly UnusableBounds[] {
  const longs = longsIn(field.type);
  const found = longs.flatMap(({ properties, position }) => finding(field, position, whyUnusable(properties)));
  const isOnField = names.some((name) => name in field.properties) && longs.length > 0;
  const where = 'they stand on the field, and not in its type';
  return [...found, ...(isOnField ? finding(field, field.position, where) : [])];
}

/** Every `long` without a logical type that is not bounded, short of named types, which are looked at by themselves. */
function longsIn(schema: Schema): readonly { readonly properties: JsonObject; readonly position?: Position }[] {
  switch (schema.kind) {
    case 'array':
      return longsIn(schema.items);
    case 'map':
      return longsIn(schema.values);
    case 'union':
      return schema.branches.flatMap(longsIn);
    case 'primitive':
      return schema.type === 'long' && schema.logicalType === undefined && numberBounds(schema) === undefined
        ? [schema]
        : [];
    default:
      return [];
  }
}

function finding(field: Field, position: Position | undefined, why: string | undefined): readonly UnusableBounds[] {
  const at = position ?? field.position;
  if (why === undefined || at === undefined) return [];
  return [
    { message: `The bounds of '${field.name}' do not make it a number: ${why}. It stays a bigint.`, position: at },
  ];
}

/** Undefined where there are no bounds. */
function whyUnusable({ minimum, maximum }: JsonObject): string | undefined {
  if (minimum === undefined && maximum === undefined) return undefined;
  if (minimum === undefined || maximum === undefined) {
    return `there is no ${minimum === undefined ? 'minimum' : 'maximum'} beside the ${minimum === undefined ? 'maximum' : 'minimum'}`;
  }
  for (const [name, value] of [['minimum', minimum] as const, ['maximum', maximum] as const]) {
    if (!isWhole(value)) return `the ${name} ${jsonText(value)} is no whole number`;
    if (!Number.isSafeInteger(Number(value))) return `the ${name} ${jsonText(value)} is beyond ±(2^53 - 1)`;
  }
  return 'the minimum is above the maximum';
}

const isWhole = (value: JsonValue): boolean =>
  typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
