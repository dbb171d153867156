import { crc32c } from './crc32c.ts';

/**
 * A frame is what the log's files are made of: length of the body, CRC-32C of that length, CRC-32C of the body (four
 * bytes each, big-endian), then the body. The length has a checksum of its own so that a damaged length is not taken
 * for a frame whose end was never written.
 */
export const FRAME_HEADER_BYTES = 12;

/** Writes the header of the frame at `start`, whose body is already in place. */
export function sealFrame(buffer: Buffer, start: number, bodyBytes: number): void {
  const body = start + FRAME_HEADER_BYTES;
  buffer.writeUInt32BE(bodyBytes, start);
  buffer.writeUInt32BE(crc32c(buffer, start, start + 4), start + 4);
  buffer.writeUInt32BE(crc32c(buffer, body, body + bodyBytes), start + 8);
}

/**
 * Where the frame at `start` ends; `incomplete` where the buffer ends before the frame does, `damaged` where a
 * checksum is wrong.
 */
export function frameEnd(buffer: Buffer, start: number): number | 'incomplete' | 'damaged' {
  const body = start + FRAME_HEADER_BYTES;
  if (body > buffer.length) {
    return 'incomplete';
  }
  if (buffer.readUInt32BE(start + 4) !== crc32c(buffer, start, start + 4)) {
    return 'damaged';
  }
  const end = body + buffer.readUInt32BE(start);
  if (end > buffer.length) {
    return 'incomplete';
  }
  return buffer.readUInt32BE(start + 8) === crc32c(buffer, body, end) ? end : 'damaged';
}

/** A frame of its own around a body. */
export function frame(body: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(FRAME_HEADER_BYTES + body.length);
  framed.set(body, FRAME_HEADER_BYTES);
  sealFrame(framed, 0, body.length);
  return framed;
}
