import type { Schema } from '@eventwright/avro';
import avsc from 'avsc';
import { compileCheck } from './check-bytes.ts';
import { type Twin, twinOf } from './twin-schema.ts';
import type { Wire } from './wire.ts';

/** Bytes from and to wire values of one schema. The only place that knows avsc. */
export interface BinaryCodec {
  readonly schema: Schema;
  readonly twin: Twin;
  /** The bytes of a value, after those of the prefix. The wire value has to be one of the twin. */
  encode(wire: Wire, prefix: Uint8Array): Uint8Array;
  /** Throws `VALUE_UNREADABLE` where the bytes are not exactly one value, whatever they are. */
  decode(bytes: Uint8Array): Wire;
}

/** avsc's own `long` stops at 2^53. */
const longAsBigint = avsc.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(value);
    return bytes;
  },
  fromJSON: BigInt,
  toJSON: Number,
  isValid: (value: unknown) => typeof value === 'bigint' && BigInt.asIntN(64, value) === value,
  compare: (left: bigint, right: bigint) => (left === right ? 0 : left < right ? -1 : 1),
});

/** Where values are written before their bytes are copied out; replaced by a larger one when a value needs that. */
let scratch = Buffer.allocUnsafe(16_384);

/** Scratch space of this size and more is not kept. */
const largestScratch = 1_048_576;

export function binaryCodec(schema: Schema): BinaryCodec {
  const twin = twinOf(schema);
  const type = avsc.Type.forSchema(twin.schema, {
    typeHook: (part) => (part === 'long' ? longAsBigint : undefined),
    omitRecordMethods: true,
  });
  const check = compileCheck(schema);
  return {
    schema,
    twin,
    encode: (wire, prefix) => encode(type, wire, prefix),
    decode: (bytes) => {
      check(bytes);
      return type.fromBuffer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    },
  };
}

function encode(type: avsc.Type, wire: Wire, prefix: Uint8Array): Uint8Array {
  let target = scratch;
  // Where the space is too small, avsc says how much is missing as a negative number.
  let end = type.encode(wire, target, prefix.length);
  if (end < 0) {
    target = Buffer.allocUnsafe(target.length - end);
    end = type.encode(wire, target, prefix.length);
    if (target.length < largestScratch) scratch = target;
  }
  target.set(prefix);
  return new Uint8Array(target.subarray(0, end));
}
