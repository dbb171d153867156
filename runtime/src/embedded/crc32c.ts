/** The Castagnoli polynomial, bits reversed. `zlib.crc32` is the other one. */
const POLYNOMIAL = 0x82f63b78;

/** Eight tables of 256: table n holds the remainder of a byte that n more bytes follow. */
const TABLES = buildTables();

function buildTables(): Int32Array {
  const tables = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++) {
      remainder = remainder & 1 ? (remainder >>> 1) ^ POLYNOMIAL : remainder >>> 1;
    }
    tables[byte] = remainder;
  }
  for (let at = 256; at < tables.length; at++) {
    const shorter = tables[at - 256] ?? 0;
    tables[at] = (shorter >>> 8) ^ (tables[shorter & 0xff] ?? 0);
  }
  return tables;
}

/** CRC-32C of `bytes[start, end)` as an unsigned number; eight bytes a step ("slicing by 8"). */
export function crc32c(bytes: Uint8Array, start = 0, end: number = bytes.length): number {
  let crc = -1;
  let at = start;
  for (; at + 8 <= end; at += 8) {
    const low = crc ^ word(bytes, at);
    const high = word(bytes, at + 4);
    crc =
      (TABLES[0x700 + (low & 0xff)] ?? 0) ^
      (TABLES[0x600 + ((low >>> 8) & 0xff)] ?? 0) ^
      (TABLES[0x500 + ((low >>> 16) & 0xff)] ?? 0) ^
      (TABLES[0x400 + (low >>> 24)] ?? 0) ^
      (TABLES[0x300 + (high & 0xff)] ?? 0) ^
      (TABLES[0x200 + ((high >>> 8) & 0xff)] ?? 0) ^
      (TABLES[0x100 + ((high >>> 16) & 0xff)] ?? 0) ^
      (TABLES[high >>> 24] ?? 0);
  }
  for (; at < end; at++) {
    crc = (crc >>> 8) ^ (TABLES[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  }
  return ~crc >>> 0;
}

/** Four bytes, least significant first. */
function word(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
}
