/** Sizes that numbers hold exactly, and that buffers read and write; most amounts are that small. */
const smallSize = 6;

/** Bytes of a number in two's complement, big-endian, as few as hold it. */
export function toTwosComplement(value: bigint): Uint8Array {
  for (let size = 1; size <= smallSize; size += 1) {
    if (BigInt.asIntN(size * 8, value) === value) return bytesOf(value, size);
  }
  const magnitude = value < 0n ? ~value : value;
  return bytesOf(value, Math.floor(magnitude.toString(2).length / 8) + 1);
}

/** The same in exactly `size` bytes; undefined where they do not hold it. */
export function toTwosComplementOf(value: bigint, size: number): Uint8Array | undefined {
  return BigInt.asIntN(size * 8, value) === value ? bytesOf(value, size) : undefined;
}

export function fromTwosComplement(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length <= smallSize) return BigInt(view.readIntBE(0, bytes.length));
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${view.toString('hex')}`));
}

function bytesOf(value: bigint, size: number): Uint8Array {
  if (size > 0 && size <= smallSize) {
    const bytes = Buffer.allocUnsafe(size);
    bytes.writeIntBE(Number(value), 0, size);
    return bytes;
  }
  const hex = BigInt.asUintN(size * 8, value)
    .toString(16)
    .padStart(size * 2, '0');
  return Buffer.from(hex, 'hex');
}
