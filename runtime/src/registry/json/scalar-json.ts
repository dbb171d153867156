import { type EnumSchema, type FixedSchema, numberBounds, type PrimitiveSchema } from '@eventwright/avro';
import { Decimal } from '../../core/decimal.ts';
import { buffer, isInt, isLong } from '../codec/primitive-scalar.ts';
import { scalarOf } from '../codec/scalar.ts';
import { jsonMismatch } from './json-mismatch.ts';
import type { JsonShape, JsonValue } from './json-value.ts';

type ScalarSchema = PrimitiveSchema | EnumSchema | FixedSchema;

/** How values look in JSON. */
interface JsonOfScalar {
  readonly what: string;
  /** Undefined where the value is none that can be written so. */
  to(value: unknown): JsonValue | undefined;
  /** Undefined where the JSON is none that could have been written so; what else it returns is checked. */
  from(json: unknown): unknown;
}

/** The JSON of a type that holds no others. */
export function scalarJson(schema: ScalarSchema): JsonShape {
  const scalar = scalarOf(schema);
  const { what, to, from } = jsonOf(schema);
  const accepts = (value: unknown): boolean => scalar.toWire(value) !== undefined;
  const isRead = (value: unknown): boolean => accepts(value) || readsBeyond(schema, value);
  return {
    accepts,
    toJson: (value, at) => {
      const json = to(value);
      if (json === undefined) throw jsonMismatch(at, scalar.expected, value);
      return json;
    },
    fromJson: (json, at) => {
      const value = from(json);
      if (value === undefined || !isRead(value)) throw jsonMismatch(at, `${scalar.expected}${what}`, json);
      return value;
    },
  };
}

function jsonOf(schema: ScalarSchema): JsonOfScalar {
  if (schema.kind === 'enum') return asItIs;
  const { logicalType } = schema;
  if (logicalType?.name === 'decimal') return decimalText(logicalType.scale);
  if (logicalType?.name === 'timestamp-millis' || logicalType?.name === 'local-timestamp-millis') return dateText;
  if (schema.kind === 'fixed') return logicalType?.name === 'uuid' ? asItIs : base64;
  if (schema.type === 'bytes') return base64;
  if (schema.type === 'long') return numberBounds(schema) === undefined ? digits : asItIs;
  return schema.type === 'float' || schema.type === 'double' ? anyNumber : asItIs;
}

/** What reading takes although writing refuses it: others may have written it, and it must not be lost on the way. */
function readsBeyond(schema: ScalarSchema, value: unknown): boolean {
  if (schema.kind !== 'primitive') return false;
  if (schema.type === 'long') return numberBounds(schema) === undefined ? isLong(value) : Number.isSafeInteger(value);
  if (schema.type === 'string') return typeof value === 'string';
  return schema.type === 'int' && schema.logicalType?.name === 'time-millis' && isInt(value);
}

const asItIs: JsonOfScalar = {
  what: '',
  to: (value) => {
    if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
    return typeof value === 'number' ? value : undefined;
  },
  from: (json) => json,
};

/** JSON's numbers are doubles to most who read them. */
const digits: JsonOfScalar = {
  what: ', its digits as text',
  to: (value) => (typeof value === 'bigint' ? value.toString() : undefined),
  from: (json) => (typeof json === 'string' && /^-?\d{1,19}$/.test(json) ? BigInt(json) : undefined),
};

const base64: JsonOfScalar = {
  what: ', as base64 text',
  to: (value) => (value instanceof Uint8Array ? buffer(value).toString('base64') : undefined),
  from: (json) => {
    if (typeof json !== 'string') return undefined;
    const bytes = Buffer.from(json, 'base64');
    // What is no base64 would be passed over without a word.
    return bytes.toString('base64') === json ? new Uint8Array(bytes) : undefined;
  },
};

const dateText: JsonOfScalar = {
  what: ', as text in UTC such as "2026-11-21T10:00:00.000Z"',
  to: (value) => (value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : undefined),
  from: (json) =>
    typeof json === 'string' && /^[+-]?\d{4,6}-\d{2}-\d{2}T.*Z$/.test(json) ? new Date(json) : undefined,
};

function decimalText(scale: number): JsonOfScalar {
  return {
    what: ', as text',
    to: (value) => (value instanceof Decimal ? value.toString() : undefined),
    from: (json) => {
      if (typeof json !== 'string' || !/^-?\d{1,1000}(\.\d{1,1000})?$/.test(json)) return undefined;
      const value = Decimal.of(json);
      const rescaled = value.rescale(scale, 'down');
      return rescaled.equals(value) ? rescaled : undefined;
    },
  };
}

const unusual: readonly (readonly [string, number])[] = [
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
];

const anyNumber: JsonOfScalar = {
  what: ', or "NaN", "Infinity", "-Infinity" or "-0"',
  to: (value) => {
    if (typeof value !== 'number') return undefined;
    return unusual.find(([, number]) => Object.is(number, value))?.[0] ?? value;
  },
  from: (json) => (typeof json === 'number' ? json : unusual.find(([text]) => text === json)?.[1]),
};
