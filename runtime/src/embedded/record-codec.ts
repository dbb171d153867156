import type { OutgoingRecord, WireHeaders } from '../core/transport.ts';
import { FRAME_HEADER_BYTES, sealFrame } from './frame.ts';

/*
 * The body of a record's frame, numbers big-endian:
 *   offset u48 | timestamp u48 | key | value | headers u32, then for each: name, value
 * where key, value and name are bytes after an i32 of their length, -1 for null.
 */
const OFFSET_BYTES = 6;
const TIMESTAMP_BYTES = 6;
const LENGTH_BYTES = 4;
const FIXED_BYTES = OFFSET_BYTES + TIMESTAMP_BYTES + 3 * LENGTH_BYTES;

/** A record as a partition holds it. */
export interface LogRecord {
  readonly offset: number;
  readonly timestamp: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: WireHeaders;
}

/** Records of one partition as frames, one after the other, before their offsets are known. */
export interface RecordBatch {
  readonly bytes: Buffer;
  /** Where each frame starts in `bytes`. */
  readonly starts: readonly number[];
  readonly timestamp: number;
}

/** The bytes that a record takes in the log. */
export function recordBytes({ key, value, headers }: OutgoingRecord): number {
  let bytes = FRAME_HEADER_BYTES + FIXED_BYTES + (key?.length ?? 0) + (value?.length ?? 0);
  for (const [name, content] of headers) {
    bytes += 2 * LENGTH_BYTES + Buffer.byteLength(name) + content.length;
  }
  return bytes;
}

/** Copies the records; what the caller does to its arrays later has no effect. */
export function encodeBatch(records: readonly OutgoingRecord[], timestamp: number): RecordBatch {
  const bytes = Buffer.allocUnsafe(records.reduce((sum, record) => sum + recordBytes(record), 0));
  const starts: number[] = [];
  let at = 0;
  for (const record of records) {
    starts.push(at);
    const afterOffset = at + FRAME_HEADER_BYTES + OFFSET_BYTES;
    at = writeContent(bytes, bytes.writeUIntBE(timestamp, afterOffset, TIMESTAMP_BYTES), record);
  }
  return { bytes, starts, timestamp };
}

/** Gives the records their offsets, from `baseOffset` on, and seals their frames. */
export function sealBatch({ bytes, starts }: RecordBatch, baseOffset: number): void {
  starts.forEach((start, index) => {
    const end = starts[index + 1] ?? bytes.length;
    bytes.writeUIntBE(baseOffset + index, start + FRAME_HEADER_BYTES, OFFSET_BYTES);
    sealFrame(bytes, start, end - start - FRAME_HEADER_BYTES);
  });
}

/** The offset in the frame at `start`. */
export function offsetAt(buffer: Buffer, start: number): number {
  return buffer.readUIntBE(start + FRAME_HEADER_BYTES, OFFSET_BYTES);
}

/** The timestamp in the frame at `start`. */
export function timestampAt(buffer: Buffer, start: number): number {
  return buffer.readUIntBE(start + FRAME_HEADER_BYTES + OFFSET_BYTES, TIMESTAMP_BYTES);
}

/** Reads the frame at `start`, whose checksums have been verified. Key, value and headers are views of the buffer. */
export function decodeRecord(buffer: Buffer, start: number): LogRecord {
  let at = start + FRAME_HEADER_BYTES + OFFSET_BYTES + TIMESTAMP_BYTES;
  const next = (): Buffer | null => {
    const length = buffer.readInt32BE(at);
    const content = at + LENGTH_BYTES;
    at = content + Math.max(length, 0);
    return length < 0 ? null : buffer.subarray(content, at);
  };
  const key = next();
  const value = next();
  const headers = new Map<string, Uint8Array>();
  let remaining = buffer.readUInt32BE(at);
  at += LENGTH_BYTES;
  for (; remaining > 0; remaining--) {
    const name = next()?.toString() ?? '';
    headers.set(name, next() ?? Buffer.of());
  }
  return { offset: offsetAt(buffer, start), timestamp: timestampAt(buffer, start), key, value, headers };
}

/** Writes key, value and headers and returns where they end. */
function writeContent(target: Buffer, start: number, record: OutgoingRecord): number {
  let at = writeBytes(target, start, record.key);
  at = writeBytes(target, at, record.value);
  at = target.writeUInt32BE(record.headers.size, at);
  for (const [name, content] of record.headers) {
    const length = target.write(name, at + LENGTH_BYTES);
    at = target.writeInt32BE(length, at) + length;
    at = writeBytes(target, at, content);
  }
  return at;
}

function writeBytes(target: Buffer, at: number, bytes: Uint8Array | null): number {
  const content = target.writeInt32BE(bytes?.length ?? -1, at);
  if (bytes === null) {
    return content;
  }
  target.set(bytes, content);
  return content + bytes.length;
}
