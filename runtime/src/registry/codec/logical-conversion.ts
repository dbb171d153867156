import type { LogicalType } from '@eventwright/avro';

/** What the number of a logical type counts, and how many digits after the point of it. */
interface Meaning {
  readonly of: string;
  readonly scale: number;
}

function meaningOf(logical: LogicalType): Meaning {
  switch (logical.name) {
    case 'decimal':
      return { of: 'decimal', scale: logical.scale };
    case 'time-millis':
      return { of: 'time', scale: 3 };
    case 'time-micros':
      return { of: 'time', scale: 6 };
    case 'timestamp-millis':
    case 'local-timestamp-millis':
      return { of: 'timestamp', scale: 3 };
    case 'timestamp-micros':
    case 'local-timestamp-micros':
      return { of: 'timestamp', scale: 6 };
    case 'timestamp-nanos':
    case 'local-timestamp-nanos':
      return { of: 'timestamp', scale: 9 };
    default:
      return { of: logical.name, scale: 0 };
  }
}

/**
 * By how many digits the number written as one logical type has to be shifted to mean the same as the other: 0 mostly,
 * 3 from milliseconds to microseconds. Undefined where they do not mean the same at all. Avro itself looks at the
 * bytes alone and would read a price of two digits after the point as one of four.
 */
export function shiftBetween(writer: LogicalType | undefined, reader: LogicalType | undefined): number | undefined {
  if (writer === undefined || reader === undefined) return 0;
  const [from, to] = [meaningOf(writer), meaningOf(reader)];
  return from.of === to.of ? to.scale - from.scale : undefined;
}

/** Throws a `RangeError` where digits would be lost. */
export function shiftDigits(value: bigint, shift: number): bigint {
  if (shift >= 0) return value * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  if (value % divisor !== 0n) throw new RangeError(`${value} would lose its last ${-shift} digits`);
  return value / divisor;
}
