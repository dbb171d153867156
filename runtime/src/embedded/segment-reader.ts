import type { AppendFile } from './append-file.ts';
import { FRAME_HEADER_BYTES, frameEnd } from './frame.ts';
import { logCorrupt } from './log-corrupt.ts';
import { decodeRecord, type LogRecord, offsetAt } from './record-codec.ts';
import { INDEX_INTERVAL_BYTES, type SparseIndex } from './sparse-index.ts';
import type { ReadLimit } from './storage.ts';

export interface IndexedFile {
  readonly file: AppendFile;
  readonly index: SparseIndex;
}

/**
 * Reads a segment's records from offset `from` on, which it holds: as many as fit the limit, at least the first.
 * Rejects with `LOG_CORRUPT` where that one is damaged.
 */
export async function readRecords(segment: IndexedFile, from: number, limit: ReadLimit): Promise<readonly LogRecord[]> {
  const { chunk, start } = await readChunk(segment, from, limit.bytes);
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

interface Chunk {
  readonly chunk: Buffer;
  /** Where in the chunk the record begins. */
  readonly start: number;
}

/** Reads a piece of the file that holds all of the record at offset `from`. */
async function readChunk({ file, index }: IndexedFile, from: number, bytes: number): Promise<Chunk> {
  const position = index.positionOf(from);
  // The record begins less than an index interval on, so its length at least is in the chunk.
  const chunk = await file.read(position, Math.max(bytes, INDEX_INTERVAL_BYTES) + FRAME_HEADER_BYTES);
  for (let start = 0; ; ) {
    const end = frameEnd(chunk, start);
    if (end === 'damaged' || (end === 'incomplete' && start + FRAME_HEADER_BYTES > chunk.length)) {
      throw logCorrupt(file.path, `the record at byte ${position + start} has been damaged since the log was opened`);
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
