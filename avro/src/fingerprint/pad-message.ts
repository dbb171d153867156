/**
 * The message as MD5 and SHA-256 digest it: a one bit, zeros, and its length in bits as 64-bit number, up to a multiple
 * of 64 bytes.
 */
export function padMessage(bytes: Uint8Array, littleEndian: boolean): DataView {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n, littleEndian);
  return view;
}
