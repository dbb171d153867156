import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { openAppendFile } from './append-file.ts';
import type { LogRecord, RecordBatch } from './record-codec.ts';
import { readRecords } from './segment-reader.ts';
import type { SegmentContents } from './segment-scan.ts';
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
      const records = readRecords({ file, index }, from, limit);
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
