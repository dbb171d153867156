import type { FixedSchema, LogicalType, PrimitiveSchema } from '@eventwright/avro';
import { Decimal } from '../../core/decimal.ts';
import { plainDate } from '../../core/plain-date.ts';
import { buffer, isInt, isLong, type Scalar } from './primitive-scalar.ts';
import { fromTwosComplement, toTwosComplement, toTwosComplementOf } from './twos-complement.ts';
import { type Wire, wireBigint, wireBytes, wireNumber, wireText } from './wire.ts';

/** No amount has more; a bound, because arithmetic on hostile lengths takes more than linear time. */
const longestDecimal = 1024;

const millisecondsPerDay = 86_400_000;
const microsecondsPerDay = 86_400_000_000n;

/** The mapping of a logical type; undefined for those that look like the type beneath. */
export function logicalScalar(logical: LogicalType, schema: PrimitiveSchema | FixedSchema): Scalar | undefined {
  switch (logical.name) {
    case 'decimal':
      return decimalScalar(logical, schema.kind === 'fixed' ? schema.size : undefined);
    case 'uuid':
      return schema.kind === 'fixed' ? uuidBytesScalar : uuidScalar;
    case 'date':
      return dateScalar;
    case 'time-millis':
      return timeMillisScalar;
    case 'time-micros':
      return timeMicrosScalar;
    case 'timestamp-millis':
    case 'local-timestamp-millis':
      return instantScalar;
    case 'timestamp-micros':
    case 'timestamp-nanos':
    case 'local-timestamp-micros':
    case 'local-timestamp-nanos':
    case 'duration':
      return undefined;
  }
}

function decimalScalar({ precision, scale }: { precision: number; scale: number }, size: number | undefined): Scalar {
  const limit = 10n ** BigInt(precision);
  return {
    expected: `a Decimal of at most ${precision} digits, ${scale} of them after the point`,
    toWire: (value) => {
      const unscaled = value instanceof Decimal ? unscaledExactly(value, scale) : undefined;
      if (unscaled === undefined || unscaled >= limit || unscaled <= -limit) return undefined;
      const bytes = size === undefined ? toTwosComplement(unscaled) : toTwosComplementOf(unscaled, size);
      return bytes && buffer(bytes);
    },
    fromWire: (wire) => {
      const bytes = wireBytes(wire);
      if (bytes.length > longestDecimal) throw new RangeError(`a decimal takes ${bytes.length} bytes`);
      return Decimal.fromUnscaled(fromTwosComplement(bytes), scale);
    },
  };
}

/** Undefined where digits would be lost. */
function unscaledExactly(value: Decimal, scale: number): bigint | undefined {
  if (value.scale === scale) return value.unscaled;
  const rescaled = value.rescale(scale, 'down');
  return rescaled.equals(value) ? rescaled.unscaled : undefined;
}

const uuidPattern = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const uuidExpected = 'a UUID such as "0190b2c5-7c4e-7d4a-9a57-8f0d5c3b2a10"';

function isUuid(value: unknown): value is string {
  return typeof value === 'string' && uuidPattern.test(value);
}

/** Reading takes any text: others may have written what they liked, and the type can hold it. */
const uuidScalar: Scalar = {
  expected: uuidExpected,
  toWire: (value) => (isUuid(value) ? value : undefined),
  fromWire: wireText,
};

const uuidBytesScalar: Scalar = {
  expected: uuidExpected,
  toWire: (value) => (isUuid(value) ? Buffer.from(value.replaceAll('-', ''), 'hex') : undefined),
  fromWire: (wire) => {
    const hex = buffer(wireBytes(wire)).toString('hex');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  },
};

const dateScalar: Scalar = {
  expected: 'a date such as "2026-11-21"',
  toWire: (value) => (plainDate.is(value) ? plainDate.toEpochDay(value) : undefined),
  fromWire: (wire) => plainDate.fromEpochDay(wireNumber(wire)),
};

const timeMillisScalar: Scalar = {
  expected: 'the milliseconds since midnight, an integer from 0 to 86399999',
  toWire: (value) => (isInt(value) && value >= 0 && value < millisecondsPerDay ? value : undefined),
  fromWire: wireNumber,
};

const timeMicrosScalar: Scalar = {
  expected: 'the microseconds since midnight, a bigint from 0n to 86399999999n',
  toWire: (value) => (isLong(value) && value >= 0n && value < microsecondsPerDay ? value : undefined),
  fromWire: wireBigint,
};

const instantScalar: Scalar = {
  expected: 'a valid Date',
  toWire: (value): Wire | undefined =>
    value instanceof Date && !Number.isNaN(value.getTime()) ? BigInt(value.getTime()) : undefined,
  fromWire: (wire) => {
    const date = new Date(Number(wireBigint(wire)));
    if (Number.isNaN(date.getTime())) throw new RangeError(`${wire} milliseconds are beyond what a Date holds`);
    return date;
  },
};
