import type { PrimitiveName } from '@eventwright/avro';
import { type Wire, wireBigint, wireBytes, wireNumber, wireText } from './wire.ts';

/** How values of a type that holds no others look in JavaScript. */
export interface Scalar {
  /** Ends the sentence 'expected …'. */
  readonly expected: string;
  /** Undefined where the value is not of the type. */
  toWire(value: unknown): Wire | undefined;
  /** Throws a `RangeError` where JavaScript cannot hold the value. */
  fromWire(wire: Wire): unknown;
}

/** What avsc takes for bytes. */
export function buffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function isInt(value: unknown): value is number {
  return typeof value === 'number' && value === (value | 0);
}

export function isLong(value: unknown): value is bigint {
  return typeof value === 'bigint' && BigInt.asIntN(64, value) === value;
}

/** The mapping of the primitive types. */
export const primitiveScalars: Readonly<Record<PrimitiveName, Scalar>> = {
  null: { expected: 'null', toWire: (value) => (value === null ? null : undefined), fromWire: () => null },
  boolean: {
    expected: 'a boolean',
    toWire: (value) => (typeof value === 'boolean' ? value : undefined),
    fromWire: (wire) => wire,
  },
  int: {
    expected: 'an integer from -2147483648 to 2147483647',
    toWire: (value) => (isInt(value) ? value : undefined),
    fromWire: wireNumber,
  },
  long: {
    expected: 'a bigint of 64 bits, such as 42n',
    toWire: (value) => (isLong(value) ? value : undefined),
    fromWire: wireBigint,
  },
  float: { expected: 'a number in the range of float', toWire: floatWire, fromWire: wireNumber },
  double: {
    expected: 'a number',
    toWire: (value) => (typeof value === 'number' ? value : undefined),
    fromWire: wireNumber,
  },
  bytes: {
    expected: 'a Uint8Array',
    toWire: (value) => (value instanceof Uint8Array ? buffer(value) : undefined),
    fromWire: (wire) => new Uint8Array(wireBytes(wire)),
  },
  string: {
    expected: 'a string of well-formed Unicode',
    // A lone surrogate has no UTF-8; it would arrive as another character.
    toWire: (value) => (typeof value === 'string' && value.isWellFormed() ? value : undefined),
    fromWire: wireText,
  },
};

/** Digits beyond the precision of float are rounded, as everywhere with float; numbers beyond its range are refused. */
function floatWire(value: unknown): Wire | undefined {
  if (typeof value !== 'number') return undefined;
  return Number.isFinite(value) && !Number.isFinite(Math.fround(value)) ? undefined : value;
}
