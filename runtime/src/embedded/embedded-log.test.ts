import { appendFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { TopicSpec, Transport } from '../core/transport.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { consume } from '../testing/transport/recording-consumer.ts';
import { numbered, record, values } from '../testing/transport/records.ts';
import { describeTransport } from '../testing/transport-contract.ts';
import { type EmbeddedLogOptions, openEmbeddedLog } from './embedded-log.ts';
import type { LogTransport } from './log-transport.ts';

for (const fsync of ['batch', 'none'] as const) {
  const directories = new WeakMap<Transport, string>();
  const open = async (directory: string): Promise<Transport> => {
    const transport = await openEmbeddedLog({ directory, fsync });
    directories.set(transport, directory);
    return transport;
  };
  describeTransport(`embedded log, fsync ${fsync}`, {
    create: async () => open(await temporaryFolder()),
    async reopen(transport) {
      await transport.close();
      return open(directories.get(transport) ?? '');
    },
  });
}

const ORDERS: TopicSpec = { topic: 'orders', partitions: 1, replicas: 1, config: {} };
const SEGMENT = 'topics/orders/0/00000000000000000000.log';

async function open(directory: string, options: Partial<EmbeddedLogOptions> = {}): Promise<LogTransport> {
  const log = await openEmbeddedLog({ directory, fsync: 'none', ...options });
  onTestFinished(() => log.close());
  return log;
}

/** A folder in which a group has read and committed the records 0 to 2. */
async function folderWithOrders(): Promise<string> {
  const directory = await temporaryFolder();
  const log = await open(directory);
  await log.ensureTopics([ORDERS]);
  await log.publish(numbered('orders', 3));
  const consumer = await consume(log, { group: 'group', topics: ['orders'] });
  await vi.waitFor(() => expect(consumer.records()).toHaveLength(3));
  await log.close();
  return directory;
}

describe('openEmbeddedLog', () => {
  it('creates its folder', async () => {
    const log = await open(join(await temporaryFolder(), 'not/there/yet'));
    expect(await log.ensureTopics([ORDERS])).toEqual(['orders']);
  });

  it('has one owner', async () => {
    const directory = await temporaryFolder();
    const log = await open(directory);
    await expect(openEmbeddedLog({ directory })).rejects.toMatchObject({ code: 'LOG_LOCKED' });
    await log.close();
    await open(directory);
  });

  it('leaves nothing open when it refuses a damaged log', async () => {
    const directory = await folderWithOrders();
    const watermarks = join(directory, 'watermarks');
    await writeFile(watermarks, Buffer.alloc(16, 1));
    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(openEmbeddedLog({ directory })).rejects.toMatchObject({ code: 'LOG_CORRUPT' });
    }
    await rm(watermarks);
    const consumer = await consume(await open(directory), { group: 'other', topics: ['orders'] });
    await vi.waitFor(() => expect(values(consumer.records())).toEqual(['0', '1', '2']));
  });

  it('says what it has repaired', async () => {
    const directory = await folderWithOrders();
    await appendFile(join(directory, SEGMENT), 'torn');
    const warn = vi.fn();
    await open(directory, { log: { info: () => undefined, warn, error: () => undefined } });
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn).toHaveBeenCalledWith(expect.objectContaining({ path: join(directory, SEGMENT) }), expect.anything());
  });

  it('skips no new record where the log ends before the position of a group', async () => {
    const directory = await folderWithOrders();
    await rm(join(directory, 'watermarks'));
    await writeFile(join(directory, SEGMENT), '');
    const log = await open(directory);
    await log.publish(numbered('orders', 5, { prefix: 'new ' }));
    const consumer = await consume(log, { group: 'group', topics: ['orders'] });
    await vi.waitFor(() => expect(values(consumer.records())).toEqual([0, 1, 2, 3, 4].map((n) => `new ${n}`)));
  });

  it('refuses a topic that topics.journal has lost', async () => {
    const directory = await folderWithOrders();
    await writeFile(join(directory, 'topics.journal'), '');
    await expect(openEmbeddedLog({ directory })).rejects.toMatchObject({
      code: 'LOG_CORRUPT',
      message: expect.stringMatching(/topics\/orders: topics\.journal does not know this topic/),
    });
  });

  it('can try again to create a topic for which there was no folder', async () => {
    const directory = await temporaryFolder();
    const log = await open(directory);
    const inTheWay = join(directory, 'topics/orders');
    await writeFile(inTheWay, '');
    await expect(log.ensureTopics([ORDERS])).rejects.toThrow(/orders/);
    await expect(log.publish([record('orders', 'value')])).rejects.toMatchObject({ code: 'TOPIC_UNKNOWN' });
    await rm(inTheWay);
    expect(await log.ensureTopics([ORDERS])).toEqual(['orders']);
    await log.publish([record('orders', 'value')]);
    await log.close();
    expect(await (await open(directory)).ensureTopics([ORDERS])).toEqual([]);
  });

  it('keeps topics apart whose names differ in case only, also on disks that ignore it', async () => {
    const directory = await temporaryFolder();
    const log = await open(directory);
    await log.ensureTopics([ORDERS, { ...ORDERS, topic: 'Orders' }]);
    const folders = await readdir(join(directory, 'topics'));
    expect(new Set(folders.map((name) => name.toLowerCase())).size).toBe(2);
  });

  it('refuses a configuration that it cannot read, and creates nothing', async () => {
    const log = await open(await temporaryFolder());
    const unreadable = { ...ORDERS, config: { 'retention.ms': 'a week' } };
    await expect(log.ensureTopics([unreadable])).rejects.toMatchObject({ code: 'CONFIGURATION_INVALID' });
    expect(await log.ensureTopics([ORDERS])).toEqual(['orders']);
  });

  it('keeps the process alive while there is a subscription, and no longer', async () => {
    const log = await open(await temporaryFolder());
    await log.ensureTopics([ORDERS]);
    const timers = (): number => process.getActiveResourcesInfo().filter((type) => type === 'Timeout').length;
    const before = timers();
    const { close } = await log.subscribe({ group: 'group', topics: ['orders'], startFrom: 'earliest', onRecords });
    expect(timers()).toBe(before + 1);
    await close();
    expect(timers()).toBe(before);
  });
});

async function onRecords(): Promise<void> {}
