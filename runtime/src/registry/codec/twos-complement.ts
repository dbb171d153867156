/** Bytes of a number in two's complement, big-endian, as few as hold it. */
export function toTwosComplement(value: bigint): Uint8Array {
  const magnitude = value < 0n ? ~value : value;
  const bits = magnitude === 0n ? 0 : magnitude.toString(2).length;
  return bytesOf(value, Math.floor(bits / 8) + 1);
}

/** The same in exactly `size` bytes; undefined where they do not hold it. */
export function toTwosComplementOf(value: bigint, size: number): Uint8Array | undefined {
  return BigInt.asIntN(size * 8, value) === value ? bytesOf(value, size) : undefined;
}

export function fromTwosComplement(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`));
}

function bytesOf(value: bigint, size: number): Uint8Array {
  const hex = BigInt.asUintN(size * 8, value)
    .toString(16)
    .padStart(size * 2, '0');
  return Buffer.from(hex, 'hex');
}
