import { frameEnd } from './frame.ts';
import { offsetAt, timestampAt } from './record-codec.ts';
import { createSparseIndex, type SparseIndex } from './sparse-index.ts';

/** What a segment holds. */
export interface SegmentContents {
  readonly baseOffset: number;
  readonly nextOffset: number;
  /** Bytes of whole, undamaged records from the start of the file. */
  readonly size: number;
  readonly newestTimestamp: number;
  readonly index: SparseIndex;
}

export interface SegmentScan {
  readonly contents: SegmentContents;
  /** What is wrong with the first byte behind the contents; undefined where the file ends there. */
  readonly damage: string | undefined;
}

/** Reads a segment's file from its start as far as every record is whole and has the offset that is due. */
export function scanSegment(file: Buffer, baseOffset: number): SegmentScan {
  const index = createSparseIndex();
  let nextOffset = baseOffset;
  let newestTimestamp = 0;
  let size = 0;
  let damage: string | undefined;
  while (size < file.length) {
    const end = frameEnd(file, size);
    if (typeof end !== 'number' || offsetAt(file, size) !== nextOffset) {
      damage = describeDamage(end, nextOffset);
      break;
    }
    newestTimestamp = Math.max(newestTimestamp, timestampAt(file, size));
    index.note(nextOffset, size);
    nextOffset++;
    size = end;
  }
  return { contents: { baseOffset, nextOffset, size, newestTimestamp, index }, damage };
}

export function emptyContents(baseOffset: number): SegmentContents {
  return scanSegment(Buffer.of(), baseOffset).contents;
}

function describeDamage(end: ReturnType<typeof frameEnd>, offset: number): string {
  switch (end) {
    case 'incomplete':
      return `the record of offset ${offset} is cut short`;
    case 'damaged':
      return `the record of offset ${offset} has a wrong checksum`;
    default:
      return `a record other than that of offset ${offset}`;
  }
}
