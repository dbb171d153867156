import { cp, mkdir, readdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type Disk, spiedDisk } from '../testing/disk.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { type FilePartitionLog, openPartitionLog } from './partition-log.ts';
import { encodeBatch } from './record-codec.ts';
import type { ReadLimit } from './storage.ts';
import type { TopicSettings } from './topic-settings.ts';
import { openWatermarks } from './watermarks.ts';

const ALL: ReadLimit = { records: 10_000, bytes: 1 << 24 };
const KEEP_ALL: TopicSettings = {
  maxRecordBytes: 1 << 20,
  segmentBytes: 1_000,
  retentionMs: Number.POSITIVE_INFINITY,
  retentionBytes: Number.POSITIVE_INFINITY,
};

interface Bench {
  /** Where the partition keeps its segments. */
  readonly folder: string;
  /** The open partition; after `reopen` the new one. */
  readonly partition: FilePartitionLog;
  append(values: readonly string[], timestamp?: number): Promise<number>;
  /** The values from `start` to `end`, read in small pieces. */
  values(limit?: ReadLimit): Promise<readonly string[]>;
  segmentFiles(): Promise<readonly string[]>;
  reopen(): Promise<void>;
  /** Start and end of the partition as it is found again if its process is killed now. */
  boundsIfKilled(): Promise<readonly [start: number, end: number]>;
}

async function withPartition(
  { durable = false, ...settings }: Partial<TopicSettings> & { readonly durable?: boolean },
  run: (bench: Bench) => Promise<void>,
): Promise<void> {
  const root = await temporaryFolder();
  const folder = join(root, 'partition');
  const open = async (from = root) => {
    const watermarks = await openWatermarks(join(from, 'watermarks'));
    const place = { topic: 'orders', partition: 0, folder: join(from, 'partition'), slot: 0, watermarks };
    const opened = { ...place, settings: { ...KEEP_ALL, ...settings }, durable, log: undefined };
    return { watermarks, partition: await openPartitionLog(opened) };
  };
  let current = await open();
  const close = () => current.partition.close().finally(() => current.watermarks.close());
  try {
    await run({
      folder,
      get partition() {
        return current.partition;
      },
      append: (values, timestamp = 0) => current.partition.append(encodeBatch(values.map(record), timestamp)),
      values: (limit = { records: 3, bytes: 100 }) => readAll(current.partition, limit),
      segmentFiles: async () => (await readdir(folder)).sort(),
      async reopen() {
        await close();
        current = await open();
      },
      async boundsIfKilled() {
        const copy = join(await temporaryFolder(), 'copy');
        await cp(root, copy, { recursive: true });
        const { partition, watermarks } = await open(copy);
        await partition.close().finally(() => watermarks.close());
        return [partition.start, partition.end];
      },
    });
  } finally {
    await close();
  }
}

function record(value: string) {
  return { topic: 'orders', key: null, value: Buffer.from(value), headers: new Map() };
}

async function readAll(partition: FilePartitionLog, limit: ReadLimit): Promise<readonly string[]> {
  const values: string[] = [];
  for (let next = partition.start; next < partition.end; ) {
    const records = await partition.read(next, limit);
    expect(records.map(({ offset }) => offset)).toEqual(records.map((_, index) => next + index));
    expect(records.length).toBeGreaterThan(0);
    values.push(...records.map(({ value }) => Buffer.from(value ?? []).toString()));
    next += records.length;
  }
  return values;
}

describe('openPartitionLog', () => {
  it('gives back every record in order, whatever the sizes of records, segments and reads', async () => {
    const value = fc.string({ maxLength: 400 });
    const batches = fc.array(fc.array(value, { minLength: 1, maxLength: 8 }), { maxLength: 12 });
    const limits = fc.record({ records: fc.integer({ min: 1, max: 20 }), bytes: fc.integer({ min: 1, max: 3_000 }) });
    await fc.assert(
      fc.asyncProperty(batches, fc.integer({ min: 1, max: 4_000 }), limits, async (appended, segmentBytes, limit) => {
        await withPartition({ segmentBytes }, async (bench) => {
          const bases = await Promise.all(appended.map((values) => bench.append(values)));
          expect(bases).toEqual(appended.map((_, at) => appended.slice(0, at).flat().length));
          expect(await bench.values(limit)).toEqual(appended.flat());
          await bench.reopen();
          expect(await bench.values(limit)).toEqual(appended.flat());
        });
      }),
      { numRuns: 25 },
    );
  });

  it('can be read from any offset', async () => {
    await withPartition({ segmentBytes: 9_000 }, async ({ append, partition }) => {
      for (let batch = 0; batch < 20; batch++) {
        await append(Array.from({ length: 50 }, (_, index) => `value ${batch * 50 + index}`));
      }
      for (let from = 0; from < 1_000; from += 7) {
        const [first] = await partition.read(from, { records: 1, bytes: 1 });
        expect(first).toMatchObject({ offset: from, value: Buffer.from(`value ${from}`) });
      }
      expect(await partition.read(1_000, ALL)).toEqual([]);
    });
  });

  it('reads a record that is larger than the limit', async () => {
    await withPartition({}, async ({ append, partition }) => {
      const large = 'x'.repeat(50_000);
      await append(['small', large, 'small']);
      const [record] = await partition.read(1, { records: 10, bytes: 100 });
      expect(record?.value).toEqual(Buffer.from(large));
    });
  });

  it('names its segments by their first offsets and begins a new one before it grows too large', async () => {
    await withPartition({ segmentBytes: 300 }, async ({ append, segmentFiles, reopen }) => {
      for (const value of ['a', 'b', 'c']) {
        await append([value.repeat(150)]);
      }
      await append(['d', 'e']);
      const expected = ['00000000000000000000.log', '00000000000000000001.log', '00000000000000000002.log'];
      expect(await segmentFiles()).toEqual(expected);
      await reopen();
      await append(['f'.repeat(150)]);
      expect(await segmentFiles()).toEqual([...expected, '00000000000000000005.log']);
    });
  });

  it('says that the disk failed where it cannot begin a new segment, and goes on when it can', async () => {
    await withPartition({ segmentBytes: 100 }, async ({ append, folder, values }) => {
      await append(['first'.repeat(20)]);
      const blocked = join(folder, '00000000000000000001.log');
      await mkdir(blocked);
      await expect(append(['second'])).rejects.toMatchObject({
        code: 'TRANSPORT_FAILED',
        message: expect.stringContaining(folder),
      });
      await rmdir(blocked);
      await append(['third']);
      expect(await values()).toEqual(['first'.repeat(20), 'third']);
    });
  });

  it('says that the disk failed where it cannot note what it holds', async () => {
    const disk = await spiedDisk();
    await withPartition({ durable: true }, async ({ append, values }) => {
      await append(['first']);
      const { write } = disk;
      vi.spyOn(disk, 'write').mockImplementation(function (this: Disk, bytes, from, length, position) {
        if (length === 16) return Promise.reject(new Error('EIO: i/o error'));
        return write.call(this, bytes, from, length, position);
      });
      await expect(append(['second'])).rejects.toMatchObject({ code: 'TRANSPORT_FAILED' });
      vi.restoreAllMocks();
      await append(['third']);
      expect(await values()).toEqual(['first', 'second', 'third']);
    });
  });

  it('tells those who wait that it has grown', async () => {
    await withPartition({}, async ({ append, partition }) => {
      const { signal } = new AbortController();
      const first = partition.grown(0, signal).then(() => partition.end);
      const third = partition.grown(2, signal).then(() => partition.end);
      await append(['one']);
      expect(await first).toBe(1);
      await append(['two', 'three']);
      expect(await third).toBe(3);
      await partition.grown(1, signal);
    });
  });

  it('lets go of those who wait when their signal is aborted', async () => {
    await withPartition({}, async ({ partition }) => {
      const waiting = new AbortController();
      const grown = partition.grown(0, waiting.signal);
      waiting.abort();
      await grown;
      await partition.grown(0, AbortSignal.abort());
    });
  });
});

describe('retention', () => {
  const BATCH = ['x'.repeat(400), 'y'.repeat(400)];

  it('removes whole segments that have expired and keeps the offsets of the others', async () => {
    await withPartition({ retentionMs: 1_000 }, async (bench) => {
      await bench.append(BATCH, 1_000);
      await bench.append(BATCH, 2_000);
      await bench.append(['young'], 2_500);
      await bench.partition.applyRetention(2_500);
      expect([bench.partition.start, bench.partition.end]).toEqual([2, 5]);
      expect(await bench.values()).toEqual([...BATCH, 'young']);
      expect(await bench.boundsIfKilled()).toEqual([2, 5]);
      await bench.reopen();
      expect([bench.partition.start, bench.partition.end]).toEqual([2, 5]);
      expect(await bench.append(['next'], 2_600)).toBe(5);
    });
  });

  it('empties a partition that has expired altogether, which goes on at its next offset', async () => {
    await withPartition({ retentionMs: 1_000 }, async (bench) => {
      await bench.append(BATCH, 0);
      await bench.append(BATCH, 0);
      await bench.partition.applyRetention(5_000);
      expect(await bench.segmentFiles()).toEqual(['00000000000000000004.log']);
      await bench.reopen();
      expect([bench.partition.start, bench.partition.end]).toEqual([4, 4]);
      expect(await bench.append(['again'], 5_000)).toBe(4);
      expect(await bench.values()).toEqual(['again']);
    });
  });

  it('removes the oldest segments above the size that a topic may have', async () => {
    await withPartition({ retentionBytes: 2_000 }, async (bench) => {
      for (let batch = 0; batch < 6; batch++) {
        await bench.append(BATCH);
      }
      await bench.partition.applyRetention(0);
      expect(bench.partition.start).toBe(6);
      expect(await bench.values()).toEqual([...BATCH, ...BATCH, ...BATCH]);
    });
  });

  it('lets a read finish whose segment it removes', async () => {
    await withPartition({ retentionMs: 1 }, async ({ append, partition }) => {
      // So large that its end takes a second look into the file.
      await append(['x'.repeat(20_000)], 0);
      const reading = partition.read(0, { records: 1, bytes: 1 });
      await partition.applyRetention(1_000);
      expect((await reading).map(({ offset }) => offset)).toEqual([0]);
      expect(partition.start).toBe(1);
    });
  });

  it('may run while records are appended', async () => {
    await withPartition({ retentionMs: 10, segmentBytes: 500 }, async (bench) => {
      const running: Promise<unknown>[] = [];
      for (let time = 0; time < 100; time++) {
        running.push(bench.append([`value ${time}`], time), bench.partition.applyRetention(time));
        await new Promise(setImmediate);
      }
      await Promise.all(running);
      expect(bench.partition.end).toBe(100);
      const kept = await bench.values();
      expect(kept).toEqual(Array.from({ length: kept.length }, (_, at) => `value ${100 - kept.length + at}`));
      expect(kept.length).toBeGreaterThanOrEqual(10);
    });
  });
});
