import {
  type EnumSchema,
  type FixedSchema,
  type LogicalType,
  numberBounds,
  type PrimitiveSchema,
} from '@eventwright/avro';
import { Decimal } from '../../core/decimal.ts';
import { derivedEventId } from '../../core/event-id.ts';

/** The moment of every example: noon of the first day of a year. */
const moment = Date.parse('2026-01-01T12:00:00Z');
const noon = 43_200_000;

/** The example of a type that holds no others. Text and UUIDs come from the name of the field. */
export function exampleScalar(schema: PrimitiveSchema | EnumSchema | FixedSchema, name: string): unknown {
  if (schema.kind === 'enum') return schema.default ?? schema.symbols[0];
  const { logicalType } = schema;
  const logical = logicalType === undefined ? undefined : exampleLogical(logicalType, name);
  if (logical !== undefined) return logical;
  return schema.kind === 'fixed' ? new Uint8Array(schema.size) : examplePrimitive(schema, name);
}

function examplePrimitive(schema: PrimitiveSchema, name: string): unknown {
  switch (schema.type) {
    case 'null':
      return null;
    case 'boolean':
      return false;
    case 'long':
      return exampleLong(schema);
    case 'int':
    case 'float':
    case 'double':
      return 1;
    case 'bytes':
      return new Uint8Array();
    case 'string':
      return name;
  }
}

/** Where the contract bounds it, a `number`: 1 or what is nearest to it. */
function exampleLong(schema: PrimitiveSchema): number | bigint {
  const bounds = numberBounds(schema);
  return bounds === undefined ? 1n : Math.min(Math.max(1, bounds.minimum), bounds.maximum);
}

/** Undefined where the logical type looks like the type beneath. */
function exampleLogical(logical: LogicalType, name: string): unknown {
  switch (logical.name) {
    case 'decimal':
      return exampleDecimal(logical);
    case 'uuid':
      return exampleUuid(name);
    case 'date':
      return '2026-01-01';
    case 'time-millis':
      return noon;
    case 'time-micros':
      return BigInt(noon) * 1000n;
    case 'timestamp-millis':
    case 'local-timestamp-millis':
      return new Date(moment);
    case 'timestamp-micros':
    case 'local-timestamp-micros':
      return BigInt(moment) * 1000n;
    case 'timestamp-nanos':
    case 'local-timestamp-nanos':
      return BigInt(moment) * 1_000_000n;
    case 'duration':
      return undefined;
  }
}

/** One, or the least there is where all digits stand after the point. */
function exampleDecimal({ precision, scale }: { precision: number; scale: number }): Decimal {
  return Decimal.fromUnscaled(scale < precision ? 10n ** BigInt(scale) : 1n, scale);
}

/** The same for the same name, so that `orderId` of two events is one order. */
function exampleUuid(name: string): string {
  return derivedEventId({ source: 'example', causeId: name, message: '', key: new Uint8Array(), ordinal: 1 });
}
