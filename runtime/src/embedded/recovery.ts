import { readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../core/client.ts';
import { logCorrupt } from './log-corrupt.ts';
import { openSegment, SEGMENT_FILE, type Segment, segmentPath } from './segment.ts';
import { emptyContents, type SegmentContents, type SegmentScan, scanSegment } from './segment-scan.ts';
import type { Watermark } from './watermarks.ts';

export interface RecoveryOptions {
  readonly folder: string;
  readonly durable: boolean;
  /** Undefined where nothing is known: what the files hold then counts as all there was. */
  readonly watermark: Watermark | undefined;
  readonly log: Logger | undefined;
}

/**
 * Opens the segments of a partition, oldest first; at least one. Every record is read and checked. What was being
 * written when the process or the machine went down is cut off the end; anything else that is missing or damaged
 * rejects with `LOG_CORRUPT`.
 */
export async function recoverSegments(options: RecoveryOptions): Promise<Segment[]> {
  const { folder, durable, watermark } = options;
  const baseOffsets = await remainingSegments(options);
  const recovered: { readonly path: string; readonly contents: SegmentContents }[] = [];
  for (const [index, baseOffset] of baseOffsets.entries()) {
    const path = segmentPath(folder, baseOffset);
    const scan = scanSegment(await readFile(path), baseOffset);
    checkSegment(path, scan, { options, nextBaseOffset: baseOffsets[index + 1] });
    recovered.push({ path, contents: scan.contents });
  }
  if (recovered.length === 0) {
    const start = watermark?.start ?? 0;
    recovered.push({ path: segmentPath(folder, start), contents: emptyContents(start) });
  }
  checkComplete(folder, recovered.at(-1)?.contents.nextOffset ?? 0, watermark);
  return Promise.all(recovered.map((segment) => openSegment({ ...segment, durable })));
}

/** Base offsets in order. What retention was removing when the process ended is removed now. */
async function remainingSegments({ folder, watermark }: RecoveryOptions): Promise<readonly number[]> {
  const names = (await readdir(folder)).filter((name) => SEGMENT_FILE.test(name)).sort();
  const baseOffsets = names.map((name) => Number.parseInt(name, 10));
  const start = watermark?.start ?? baseOffsets[0] ?? 0;
  const first = baseOffsets.findLastIndex((baseOffset) => baseOffset <= start);
  if (first < 0 && names[0] !== undefined) {
    throw logCorrupt(join(folder, names[0]), `the first segment; the one with offset ${start} is missing`);
  }
  for (const name of names.slice(0, Math.max(first, 0))) {
    await unlink(join(folder, name));
  }
  return baseOffsets.slice(Math.max(first, 0));
}

interface SegmentPlace {
  readonly options: RecoveryOptions;
  /** Undefined for the last segment. */
  readonly nextBaseOffset: number | undefined;
}

function checkSegment(
  path: string,
  { contents, damage }: SegmentScan,
  { options, nextBaseOffset }: SegmentPlace,
): void {
  const { size, nextOffset } = contents;
  if (damage !== undefined) {
    const acknowledged = options.watermark?.end ?? 0;
    if (nextBaseOffset !== undefined || nextOffset < acknowledged) {
      throw logCorrupt(path, `at byte ${size}, ${damage}`);
    }
    options.log?.warn({ path, size, nextOffset }, `Cut off what was not completely written: ${damage}`);
  }
  if (nextBaseOffset !== undefined && nextBaseOffset !== nextOffset) {
    throw logCorrupt(path, `it ends before offset ${nextOffset}, and the next segment begins at ${nextBaseOffset}`);
  }
}

function checkComplete(folder: string, nextOffset: number, watermark: Watermark | undefined): void {
  if (watermark !== undefined && nextOffset < watermark.end) {
    throw logCorrupt(
      folder,
      `records up to offset ${watermark.end - 1} were acknowledged, the segments end before offset ${nextOffset}`,
      "Restore the folder from a copy, or delete 'watermarks' in the log's folder to go on without them.",
    );
  }
}
