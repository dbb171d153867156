import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { openAppendFile } from './append-file.ts';
import { FRAME_HEADER_BYTES, frameEnd } from './frame.ts';
import { logCorrupt } from './log-corrupt.ts';
import { decodeRecord, type LogRecord, offsetAt, type RecordBatch } from './record-codec.ts';
import type { SegmentContents } from './segment-scan.ts';
import { INDEX_INTERVAL_BYTES } from './sparse-index.ts';
import type { ReadLimit } from './storage.ts';

/** A stretch of a partition in a file of its own. The last segment of a partition takes the appends. */
export interface Segment {
  /** Offset of its first record, after which the file is named. */
  readonly baseOffset: number;
  /** Offset after its last record. */
  readonly nextOffset: number;
  readonly size: number;
  /** Of the youngest record, in milliseconds since the epoch; the segment's age for retention. */
  readonly newestTimestamp: number;
  /** Appends sealed batches that continue at `nextOffset`. */
  append(batches: readonly RecordBatch[]): Promise<void>;
  /** Records from offset `from` on, which the segment holds. */
  read(from: number, limit: ReadLimit): Promise<readonly LogRecord[]>;
  sync(): Promise<void>;
  /** Deletes the file, once reads under way are done. */
  remove(): Promise<void>;
  close(): Promise<void>;
}

const BASE_OFFSET_DIGITS = 20;

export const SEGMENT_FILE: RegExp = /^\d{20}\.log$/;

export function segmentPath(folder: string, baseOffset: number): string {
  return join(folder, `${String(baseOffset).padStart(BASE_OFFSET_DIGITS, '0')}.log`);
}

export interface SegmentOptions {
  readonly path: string;
  readonly contents: SegmentContents;
  readonly durable: boolean;
}

/** Opens a segment whose contents are known; creates the file of an empty one. */
export async function openSegment({ path, contents, durable }: SegmentOptions): Promise<Segment> {
  const file = await openAppendFile(path, { size: contents.size, durable });
  const { baseOffset, index } = contents;
  const reading = new Set<Promise<unknown>>();
  let { nextOffset, newestTimestamp } = contents;

  function note(batches: readonly RecordBatch[], position: number): void {
    for (const { bytes, starts, timestamp } of batches) {
      for (const start of starts) {
        index.note(nextOffset++, position + start);
      }
      position += bytes.length;
      newestTimestamp = Math.max(newestTimestamp, timestamp);
    }
  }

  /** Reads the frames from about `from` on: as many as fit the limit, at least the one of `from`. */
  async function readFrames(from: number, bytes: number): Promise<{ readonly chunk: Buffer; readonly start: number }> {
    const position = index.positionOf(from);
    const chunk = await file.read(position, Math.max(bytes, INDEX_INTERVAL_BYTES) + FRAME_HEADER_BYTES);
    for (let start = 0; ; ) {
      const end = frameEnd(chunk, start);
      if (end === 'damaged' || (end === 'incomplete' && start + FRAME_HEADER_BYTES > chunk.length)) {
        throw logCorrupt(path, `the record at byte ${position + start} has been damaged since the log was opened`);
      }
      if (end === 'incomplete') {
        const length = FRAME_HEADER_BYTES + chunk.readUInt32BE(start);
        return { chunk: await file.read(position + start, length), start: 0 };
      }
      if (offsetAt(chunk, start) >= from) {
        return { chunk, start };
      }
      start = end;
    }
  }

  async function read(from: number, limit: ReadLimit): Promise<readonly LogRecord[]> {
    const { chunk, start } = await readFrames(from, limit.bytes);
    const records: LogRecord[] = [];
    for (let at = start; records.length < limit.records; ) {
      const end = frameEnd(chunk, at);
      if (typeof end !== 'number') {
        break;
      }
      records.push(decodeRecord(chunk, at));
      at = end;
    }
    return records;
  }

  return {
    baseOffset,
    get nextOffset() {
      return nextOffset;
    },
    get size() {
      return file.size;
    },
    get newestTimestamp() {
      return newestTimestamp;
    },
    async append(batches) {
      const position = file.size;
      await file.append(Buffer.concat(batches.map(({ bytes }) => bytes)));
      note(batches, position);
    },
    read(from, limit) {
      const records = read(from, limit);
      const done = records.catch(() => undefined).finally(() => reading.delete(done));
      reading.add(done);
      return records;
    },
    sync: () => file.sync(),
    async remove() {
      await unlink(path);
      await Promise.all(reading);
      await file.close();
    },
    async close() {
      await Promise.all(reading);
      await file.close();
    },
  };
}
