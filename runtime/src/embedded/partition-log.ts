import type { Logger } from '../core/client.ts';
import { diskFailure } from './append-file.ts';
import { closeAll } from './close-all.ts';
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

/** Opens a partition, or creates it. Rejects with `LOG_CORRUPT` where its files are not as they were left. */
export async function openPartitionLog(options: PartitionLogOptions): Promise<FilePartitionLog> {
  const { topic, partition } = options;
  const contents = await openPartition(options);
  const { segments } = contents;
  const growth = createGrowth();
  const serially = createSerial();
  const appends = createGroupCommit<Append>((items) =>
    serially(() => appendAll(contents, items))
      .catch((error: unknown) => {
        throw diskFailure(options.folder, 'append to it', error);
      })
      .finally(() => growth.grew()),
  );
  return {
    topic,
    partition,
    get start() {
      return startOf(contents);
    },
    get end() {
      return contents.end;
    },
    async append(batch) {
      const item: Append = { batch, baseOffset: contents.end };
      await appends.add(item);
      return item.baseOffset;
    },
    async read(from, limit) {
      const segment = segments.findLast(({ baseOffset }) => baseOffset <= from);
      return segment === undefined || from >= contents.end ? [] : segment.read(from, limit);
    },
    grown: (offset, signal) => growth.until(() => contents.end > offset, signal),
    applyRetention: (now) => serially(() => removeExpired(contents, now)),
    async close() {
      await appends.settled();
      await serially(() => saveSynced(contents)).finally(() => closeAll(segments));
    },
  };
}

/** The state of a partition; one operation changes it at a time. */
interface PartitionContents {
  readonly options: PartitionLogOptions;
  /** Oldest first, at least one. */
  readonly segments: Segment[];
  /** Offset behind the last record that counts as appended. */
  end: number;
}

interface Append {
  readonly batch: RecordBatch;
  baseOffset: number;
}

async function openPartition(options: PartitionLogOptions): Promise<PartitionContents> {
  const { folder, durable, watermarks, slot, log } = options;
  await ensureFolder(folder);
  const segments = await recoverSegments({ folder, durable, watermark: watermarks.read(slot), log });
  await syncFolder(folder);
  const contents = { options, segments, end: lastOf(segments).nextOffset };
  await saveSynced(contents);
  return contents;
}

async function appendAll(contents: PartitionContents, items: readonly Append[]): Promise<void> {
  const { segments, options } = contents;
  const bytes = items.reduce((sum, { batch }) => sum + batch.bytes.length, 0);
  const { size } = lastOf(segments);
  if (size > 0 && size + bytes > options.settings.segmentBytes) {
    await roll(contents);
  }
  const next = seal(items, contents.end);
  await lastOf(segments).append(items.map(({ batch }) => batch));
  contents.end = next;
  if (options.durable) {
    await saveWatermark(contents);
  }
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

/** Goes on in a new segment. */
async function roll(contents: PartitionContents): Promise<void> {
  const { segments, end, options } = contents;
  const { folder, durable } = options;
  await saveSynced(contents);
  const segment = await openSegment({ path: segmentPath(folder, end), contents: emptyContents(end), durable });
  await syncFolder(folder);
  segments.push(segment);
}

/** The new start is on the disk before the first file goes, so that a missing file is never taken for a removed one. */
async function removeExpired(contents: PartitionContents, now: number): Promise<void> {
  const { segments, options } = contents;
  const expired = expiredSegments(segments, options.settings, now);
  if (expired === 0) {
    return;
  }
  if (expired === segments.length) {
    await roll(contents);
  }
  const removed = segments.splice(0, expired);
  await saveSynced(contents);
  await options.watermarks.sync();
  await Promise.all(removed.map((segment) => segment.remove()));
  await syncFolder(options.folder);
}

/** Notes what the partition holds, with all of it on the disk. */
async function saveSynced(contents: PartitionContents): Promise<void> {
  await lastOf(contents.segments).sync();
  await saveWatermark(contents);
}

async function saveWatermark(contents: PartitionContents): Promise<void> {
  const { watermarks, slot } = contents.options;
  await watermarks.write(slot, { start: startOf(contents), end: contents.end });
}

function startOf({ segments, end }: PartitionContents): number {
  return segments[0]?.baseOffset ?? end;
}

function lastOf(segments: readonly Segment[]): Segment {
  const last = segments.at(-1);
  if (last === undefined) {
    throw new RangeError('a partition without a segment');
  }
  return last;
}
