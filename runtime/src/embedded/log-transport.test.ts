import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { TopicSpec } from '../core/transport.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { commitNothing, consume } from '../testing/transport/recording-consumer.ts';
import { numbered, record, values } from '../testing/transport/records.ts';
import { openEmbeddedLog } from './embedded-log.ts';
import type { LogTransport } from './log-transport.ts';
import { openMemoryLog } from './memory-log.ts';

const ORDERS: TopicSpec = { topic: 'orders', partitions: 1, replicas: 1, config: {} };

async function memoryLog(): Promise<LogTransport> {
  const log = openMemoryLog();
  onTestFinished(() => log.close());
  await log.ensureTopics([ORDERS]);
  return log;
}

/** A log in which retention has removed records 0 to 2 of 4. */
async function logWithGap(prepare: (log: LogTransport) => Promise<void>): Promise<LogTransport> {
  const options = { directory: await temporaryFolder(), segmentBytes: 1, retentionMs: 1_000, fsync: 'none' } as const;
  const before = await openEmbeddedLog({ ...options, now: () => 0 });
  await before.ensureTopics([ORDERS]);
  await before.publish([record('orders', 'old 0')]);
  await before.publish([record('orders', 'old 1')]);
  await before.publish([record('orders', 'old 2')]);
  await prepare(before);
  await before.close();
  const after = await openEmbeddedLog({ ...options, now: () => 5_000 });
  onTestFinished(() => after.close());
  await after.publish([record('orders', 'new')]);
  return after;
}

/** Lets a group read everything and commit nothing but position 1. */
async function stopAtOne(log: LogTransport): Promise<void> {
  const consumer = await consume(log, { group: 'group', topics: ['orders'], handle: commitNothing });
  await vi.waitFor(() => expect(consumer.claims()).toHaveLength(1));
  await consumer.claims()[0]?.commit(1n);
  await consumer.close();
}

function untilFatal(log: LogTransport): Promise<Error> {
  return new Promise((onFatal, reject) => {
    const onRecords = async (): Promise<void> => reject(new Error('nothing was to be delivered'));
    log.subscribe({ group: 'group', topics: ['orders'], startFrom: 'earliest', onRecords, onFatal }).catch(reject);
  });
}

describe('createLogTransport', () => {
  it('ends a subscription whose next records retention has removed, rather than skipping them', async () => {
    const log = await logWithGap(stopAtOne);
    expect(await untilFatal(log)).toMatchObject({
      code: 'OFFSET_OUT_OF_RANGE',
      message: expect.stringMatching(/'group'.*'orders' from offset 1,.*removed what was before 3.*resetOffsets/),
    });
  });

  it('lets that group go on once its position is reset', async () => {
    const log = await logWithGap(stopAtOne);
    await log.resetOffsets('group', 'orders', 'earliest');
    const consumer = await consume(log, { group: 'group', topics: ['orders'] });
    await vi.waitFor(() => expect(values(consumer.records())).toEqual(['new']));
  });

  it('starts a new group at the oldest record there is', async () => {
    const log = await logWithGap(async () => undefined);
    const consumer = await consume(log, { group: 'new group', topics: ['orders'] });
    await vi.waitFor(() => expect(values(consumer.records())).toEqual(['new']));
  });

  it('resets a group behind the newest record', async () => {
    const log = await memoryLog();
    await log.publish(numbered('orders', 3));
    await log.resetOffsets('group', 'orders', 'latest');
    const consumer = await consume(log, { group: 'group', topics: ['orders'], startFrom: 'earliest' });
    await log.publish([record('orders', 'later')]);
    await vi.waitFor(() => expect(values(consumer.records())).toEqual(['later']));
  });

  it('does not reset a group that is at work', async () => {
    const log = await memoryLog();
    await consume(log, { group: 'group', topics: ['orders'] });
    const reset = log.resetOffsets('group', 'orders', 'latest');
    await expect(reset).rejects.toMatchObject({ code: 'CONFIGURATION_INVALID' });
  });

  it('keeps the place of a group that starts at the latest record and leaves before its first commit', async () => {
    const log = await memoryLog();
    const latest = { group: 'group', topics: ['orders'], startFrom: 'latest', handle: commitNothing } as const;
    await log.publish([record('orders', 'before')]);
    await (await consume(log, latest)).close();
    await log.publish([record('orders', 'while away')]);
    const consumer = await consume(log, latest);
    await vi.waitFor(() => expect(values(consumer.records())).toEqual(['while away']));
  });

  it('refuses to commit what is not there', async () => {
    const log = await memoryLog();
    await log.publish(numbered('orders', 2));
    const consumer = await consume(log, { group: 'group', topics: ['orders'], handle: commitNothing });
    await vi.waitFor(() => expect(consumer.claims()).toHaveLength(1));
    for (const offset of [-1n, 3n]) {
      const call = consumer.claims()[0]?.commit(offset);
      await expect(call).rejects.toMatchObject({
        code: 'OFFSET_OUT_OF_RANGE',
        message: expect.stringContaining(`${offset}`),
      });
    }
    await consumer.claims()[0]?.commit(2n);
  });

  it.each([
    ['no group', { group: '' }],
    ['no topic', { topics: [] }],
  ])('refuses a subscription with %s', async (_, options) => {
    const log = await memoryLog();
    const call = consume(log, { group: 'group', topics: ['orders'], ...options });
    await expect(call).rejects.toMatchObject({ code: 'CONFIGURATION_INVALID' });
  });

  it('appends nothing of a call that it refuses', async () => {
    const log = await memoryLog();
    const refused = log.publish([record('orders', 'good'), record('missing', 'bad')]);
    await expect(refused).rejects.toMatchObject({ code: 'TOPIC_UNKNOWN' });
    expect(await log.publish([record('orders', 'first')])).toMatchObject([{ offset: 0n }]);
  });

  it('keeps what readers do to their records from the log', async () => {
    const log = await memoryLog();
    await log.publish([record('orders', 'as sent')]);
    const spoiler = await consume(log, {
      group: 'spoiler',
      topics: ['orders'],
      handle: async (_, [stored]) => void stored?.value?.fill(0),
    });
    await vi.waitFor(() => expect(spoiler.records()).toHaveLength(1));
    const reader = await consume(log, { group: 'reader', topics: ['orders'] });
    await vi.waitFor(() => expect(values(reader.records())).toEqual(['as sent']));
  });

  it('ends a subscription, once, that comes to records which have been damaged since', async () => {
    const directory = await temporaryFolder();
    const log = await openEmbeddedLog({ directory, fsync: 'none' });
    onTestFinished(() => log.close());
    await log.ensureTopics([{ ...ORDERS, partitions: 2 }]);
    await log.publish(numbered('orders', 2));
    for (const partition of [0, 1]) {
      const segment = join(directory, `topics/orders/${partition}/00000000000000000000.log`);
      const bytes = await readFile(segment);
      // Turned over, not set: what is written there may be the time, which has every value once.
      await writeFile(segment, bytes.fill(~bytes.readUInt8(20), 20, 21));
    }
    const onFatal = vi.fn();
    const onRecords = async (): Promise<void> => expect.unreachable();
    await log.subscribe({ group: 'group', topics: ['orders'], startFrom: 'earliest', onRecords, onFatal });
    await vi.waitFor(() => expect(onFatal).toHaveBeenCalled());
    await log.close();
    expect(onFatal.mock.calls).toMatchObject([[{ code: 'LOG_CORRUPT' }]]);
    expect(onFatal.mock.calls[0]?.[0].message).toMatch(/0\.log: the record at byte 0 has been damaged/);
  });
});
