import {
  type EnumSchema,
  type FixedSchema,
  type LogicalType,
  numberBounds,
  type PrimitiveSchema,
} from '@eventwright/avro';
import * as fc from 'fast-check';
import { Decimal } from '../../core/decimal.ts';
import { plainDate } from '../../core/plain-date.ts';

const firstDay = plainDate.toEpochDay('0000-01-01');
const lastDay = plainDate.toEpochDay('9999-12-31');

/** Well-formed text, of whatever characters. */
export const text = (): fc.Arbitrary<string> => fc.string({ unit: 'grapheme' });

/** Values of a type that holds no others: all that the generated type and the schema allow. */
export function arbitraryScalar(schema: PrimitiveSchema | EnumSchema | FixedSchema): fc.Arbitrary<unknown> {
  if (schema.kind === 'enum') return fc.constantFrom(...schema.symbols);
  const { logicalType } = schema;
  const logical = logicalType === undefined ? undefined : arbitraryLogical(logicalType);
  if (logical !== undefined) return logical;
  return schema.kind === 'fixed' ? bytes(schema.size, schema.size) : arbitraryPrimitive(schema);
}

function arbitraryPrimitive(schema: PrimitiveSchema): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'int':
      return fc.integer();
    case 'long':
      return arbitraryLong(schema);
    case 'float':
      return fc.float();
    case 'double':
      return fc.double();
    case 'bytes':
      return bytes(0, 64);
    case 'string':
      return text();
  }
}

function arbitraryLong(schema: PrimitiveSchema): fc.Arbitrary<unknown> {
  const bounds = numberBounds(schema);
  return bounds === undefined ? longs() : fc.integer({ min: bounds.minimum, max: bounds.maximum });
}

/** Undefined where the logical type looks like the type beneath. */
function arbitraryLogical(logical: LogicalType): fc.Arbitrary<unknown> | undefined {
  switch (logical.name) {
    case 'decimal':
      return decimals(logical);
    case 'uuid':
      return fc.uuid();
    case 'date':
      return fc.integer({ min: firstDay, max: lastDay }).map(plainDate.fromEpochDay);
    case 'time-millis':
      return fc.integer({ min: 0, max: 86_399_999 });
    case 'time-micros':
      return fc.bigInt({ min: 0n, max: 86_399_999_999n });
    case 'timestamp-millis':
    case 'local-timestamp-millis':
      return fc.date({ noInvalidDate: true });
    case 'timestamp-micros':
    case 'local-timestamp-micros':
    case 'timestamp-nanos':
    case 'local-timestamp-nanos':
      return longs();
    case 'duration':
      return undefined;
  }
}

function decimals({ precision, scale }: { precision: number; scale: number }): fc.Arbitrary<Decimal> {
  const most = 10n ** BigInt(precision) - 1n;
  return fc.bigInt({ min: -most, max: most }).map((unscaled) => Decimal.fromUnscaled(unscaled, scale));
}

const longs = (): fc.Arbitrary<bigint> => fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

/** Arrays of this realm: fast-check's own may be another's. */
function bytes(minLength: number, maxLength: number): fc.Arbitrary<Uint8Array> {
  return fc.uint8Array({ minLength, maxLength }).map((array) => Uint8Array.from(array));
}
