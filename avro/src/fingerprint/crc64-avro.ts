/** The fingerprint of no bytes, and the polynomial: 0xc15d213aa4d7a795 in two halves of 32 bits. */
const emptyHigh = 0xc15d213a;
const emptyLow = 0xa4d7a795;

// Two tables of 32-bit halves: bigint arithmetic on every byte would be many times slower.
const highs = new Int32Array(256);
const lows = new Int32Array(256);
for (let index = 0; index < 256; index += 1) {
  let [high, low] = [0, index];
  for (let bit = 0; bit < 8; bit += 1) {
    const mask = -(low & 1);
    low = ((low >>> 1) | (high << 31)) ^ (emptyLow & mask);
    high = (high >>> 1) ^ (emptyHigh & mask);
  }
  highs[index] = high;
  lows[index] = low;
}

/** CRC-64-AVRO (the Rabin fingerprint of the Avro specification), as an unsigned 64-bit number. */
export function crc64Avro(bytes: Uint8Array): bigint {
  let [high, low] = [emptyHigh, emptyLow];
  for (const byte of bytes) {
    const index = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (lows[index] ?? 0);
    high = (high >>> 8) ^ (highs[index] ?? 0);
  }
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}
