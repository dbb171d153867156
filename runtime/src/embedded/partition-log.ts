import type { Logger } from '../core/client.ts';
import { createGroupCommit } from './group-commit.ts';
import { createGrowth } from './growth.ts';
import { type RecordBatch, sealBatch } from './record-codec.ts';
import { recoverSegments } from './recovery.ts';
import { expiredSegments } from './retention.ts';
import { openSegment, type Segment, segmentPath } from './segment.ts';
import { emptyContents } from './segment-scan.ts';
import { createSerial } from './serial.ts';
import type { PartitionLog } from './storage.ts';
import { ensureFolder, syncFolder } from './sync-folder.ts';
import type { TopicSettings } from './topic-settings.ts';
import type { Watermarks } from './watermarks.ts';

export interface FilePartitionLog extends PartitionLog {
  /** Removes the segments that retention no longer covers at the time `now`. */
  applyRetention(now: number): Promise<void>;
  /** Waits for appends under way. */
  close(): Promise<void>;
}

export interface PartitionLogOptions {
  readonly topic: string;
  readonly partition: number;
  readonly folder: string;
  readonly settings: TopicSettings;
  /** Whether an append resolves only once it is synced to the disk. */
  readonly durable: boolean;
  readonly watermarks: Watermarks;
  /** The partition's slot in the watermarks. */
  readonly slot: number;
  readonly log: Logger | undefined;
}

interface Append {
  readonly batch: RecordBatch;
  baseOffset: number;
}

/** Opens a partition, or creates it. Rejects with `LOG_CORRUPT` where its files are not as they were left. */
export async function openPartitionLog(options: PartitionLogOptions): Promise<FilePartitionLog> {
  const { topic, partition, folder, settings, durable, watermarks, slot, log } = options;
  await ensureFolder(folder);
  const segments = await recoverSegments({ folder, durable, watermark: watermarks.read(slot), log });
  await syncFolder(folder);
  const growth = createGrowth();
  const serially = createSerial();
  const appends = createGroupCommit<Append>((items) => serially(() => appendAll(items)));
  let end = lastOf(segments).nextOffset;
  await saveSynced();

  async function appendAll(items: readonly Append[]): Promise<void> {
    const bytes = items.reduce((sum, { batch }) => sum + batch.bytes.length, 0);
    const { size } = lastOf(segments);
    if (size > 0 && size + bytes > settings.segmentBytes) {
      await roll();
    }
    const next = seal(items, end);
    await lastOf(segments).append(items.map(({ batch }) => batch));
    end = next;
    growth.grew();
    if (durable) {
      await saveWatermark();
    }
  }

  /** Goes on in a new segment. */
  async function roll(): Promise<void> {
    await saveSynced();
    const contents = emptyContents(end);
    const segment = await openSegment({ path: segmentPath(folder, end), contents, durable });
    await syncFolder(folder);
    segments.push(segment);
  }

  async function removeExpired(now: number): Promise<void> {
    const expired = expiredSegments(segments, settings, now);
    if (expired === 0) {
      return;
    }
    if (expired === segments.length) {
      await roll();
    }
    const removed = segments.splice(0, expired);
    await saveSynced();
    await watermarks.sync();
    await Promise.all(removed.map((segment) => segment.remove()));
    await syncFolder(folder);
  }

  /** Notes what the partition holds, with all of it on the disk. */
  async function saveSynced(): Promise<void> {
    await lastOf(segments).sync();
    await saveWatermark();
  }

  async function saveWatermark(): Promise<void> {
    await watermarks.write(slot, { start: start(), end });
  }

  function start(): number {
    return segments[0]?.baseOffset ?? end;
  }

  return {
    topic,
    partition,
    get start() {
      return start();
    },
    get end() {
      return end;
    },
    async append(batch) {
      const item: Append = { batch, baseOffset: end };
      await appends.add(item);
      return item.baseOffset;
    },
    async read(from, limit) {
      const segment = segments.findLast(({ baseOffset }) => baseOffset <= from);
      return segment === undefined || from >= end ? [] : segment.read(from, limit);
    },
    grown: (offset, signal) => growth.until(() => end > offset, signal),
    applyRetention: (now) => serially(() => removeExpired(now)),
    async close() {
      await appends.settled();
      await serially(saveSynced).finally(() => Promise.all(segments.map((segment) => segment.close())));
    },
  };
}

/** Gives the batches their offsets, from `end` on, and answers with the offset behind them. */
function seal(items: readonly Append[], end: number): number {
  let next = end;
  for (const item of items) {
    item.baseOffset = next;
    sealBatch(item.batch, next);
    next += item.batch.starts.length;
  }
  return next;
}

/** A partition has a segment at all times. */
function lastOf(segments: readonly Segment[]): Segment {
  const last = segments.at(-1);
  if (last === undefined) {
    throw new RangeError('a partition without a segment');
  }
  return last;
}
