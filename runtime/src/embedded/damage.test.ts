import { cp, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { RuntimeError } from '../core/errors.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { commitNothing, consume } from '../testing/transport/recording-consumer.ts';
import { keyPerPartition, numbered, values } from '../testing/transport/records.ts';
import { openEmbeddedLog } from './embedded-log.ts';
import type { LogTransport } from './log-transport.ts';

const TOPICS = ['orders', 'Orders', 'payments'] as const;
const PER_PARTITION = 12;
const COMMITTED = 5n;

interface Images {
  /** The folder of a log that was closed. */
  readonly closed: string;
  /** The folder of a log as a process leaves it that is killed. */
  readonly killed: string;
}

/** Every file of the log, by path within the folder; all but the lock. */
async function filesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('lock.'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

async function copyWithoutLock(folder: string, to: string): Promise<string> {
  await cp(folder, to, { recursive: true, filter: (path) => !/lock\.\d+$/.test(path) });
  return to;
}

async function createImages(): Promise<Images> {
  const root = await temporaryFolder();
  const closed = join(root, 'closed');
  const log = await openEmbeddedLog({ directory: closed, segmentBytes: 500 });
  await log.ensureTopics(TOPICS.map((topic) => ({ topic, partitions: 2, replicas: 1, config: {} })));
  for (const topic of TOPICS) {
    for (const key of keyPerPartition(2)) {
      const records = numbered(topic, PER_PARTITION, { prefix: `${topic}/${key}/`, key });
      await log.publish(records.slice(0, 5));
      await log.publish(records.slice(5));
    }
  }
  const consumer = await consume(log, { group: 'group', topics: TOPICS, handle: (claim) => claim.commit(COMMITTED) });
  await vi.waitFor(() => expect(consumer.claims()).toHaveLength(6));
  await consumer.close();
  const killed = await copyWithoutLock(closed, join(root, 'killed'));
  await log.close();
  return { closed, killed };
}

/** Cuts one file short or flips one bit of it. */
async function damage(folder: string, choose: (bound: number) => number): Promise<void> {
  const files = await filesOf(folder);
  const path = join(folder, files[choose(files.length)] ?? '');
  const bytes = await readFile(path);
  const at = choose(bytes.length);
  if (choose(2) === 0) {
    await truncate(path, at);
  } else {
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << choose(8)), at);
    await writeFile(path, bytes);
  }
}

async function checkComplete(log: LogTransport): Promise<void> {
  const everything = TOPICS.length * 2 * PER_PARTITION;
  const reader = await consume(log, { group: 'reader', topics: TOPICS, handle: commitNothing });
  await vi.waitFor(() => expect(reader.records()).toHaveLength(everything));
  expect(new Set(values(reader.records())).size).toBe(everything);
  const group = await consume(log, { group: 'group', topics: TOPICS, handle: commitNothing });
  await vi.waitFor(() => expect(group.claims()).toHaveLength(6));
  const starts = group.deliveries.map(({ records }) => records[0]?.offset ?? -1n);
  expect(starts.every((offset) => offset === COMMITTED || offset === 0n)).toBe(true);
}

interface Outcome {
  readonly opened: number;
  readonly refused: number;
}

/** Damages many copies of a log, each in one place, and checks what becomes of each. */
async function damageMany(image: string, copies: number): Promise<Outcome> {
  let [opened, refused] = [0, 0];
  const attempt = async (choose: (bound: number) => number): Promise<void> => {
    const directory = await copyWithoutLock(image, join(await temporaryFolder(), 'copy'));
    await damage(directory, choose);
    try {
      const log = await openEmbeddedLog({ directory, fsync: 'none' });
      opened++;
      await checkComplete(log).finally(() => log.close());
    } catch (error) {
      if (!RuntimeError.is(error, 'LOG_CORRUPT')) {
        throw error;
      }
      expect(error.message).toContain(directory);
      refused++;
    }
  };
  const property = fc.asyncProperty(fc.gen(), (gen) => attempt((bound) => gen(fc.nat, bound - 1)));
  await fc.assert(property, { numRuns: copies });
  return { opened, refused };
}

describe('a log with one damaged file', () => {
  it.each(['closed', 'killed'] as const)(
    'keeps everything that was acknowledged or refuses to open, once it was %s',
    { timeout: 60_000 },
    async (end) => {
      const images = await createImages();
      expect((await filesOf(images.closed)).filter((path) => path.endsWith('.log')).length).toBeGreaterThan(6);
      const { opened, refused } = await damageMany(images[end], 40);
      expect(Math.min(opened, refused)).toBeGreaterThan(0);
    },
  );
});
