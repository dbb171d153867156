import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OutgoingRecord, StoredRecord, Transport } from '../core/transport.ts';
import { openDelivery } from '../delivery/index.ts';
import { connectKafkaClient } from '../kafka-client/index.ts';
import { connectPostgres } from '../postgres/index.ts';
import { openTap } from './open-tap.ts';
import { pathHeader } from './tapped-copy.ts';

const url = process.env['POSTGRES_URL'] ?? '';
const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',');

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (content: Uint8Array | null | undefined): string => Buffer.from(content ?? []).toString();

const topicOf = (topic: string) => ({ topic, partitions: 3, replicas: 1, config: {} });

const recordsFor = (topic: string, count: number): readonly OutgoingRecord[] =>
  Array.from({ length: count }, (_, index) => ({
    topic,
    key: bytes(`key-${index % 7}`),
    value: Uint8Array.of(0, 255, index % 256, index >> 8),
    headers: new Map([['ce_id', bytes(`${topic}-${index}`)]]),
  }));

/** What a topic holds, in order per partition, once it holds so many different events. */
async function recordsOf(transport: Transport, topic: string, events: number): Promise<readonly StoredRecord[]> {
  const records: StoredRecord[] = [];
  const subscription = await transport.subscribe({
    group: randomUUID(),
    topics: [topic],
    startFrom: 'earliest',
    onRecords: async (_, batch) => void records.push(...batch),
  });
  const ids = (): number => new Set(records.map(({ headers }) => text(headers.get('ce_id')))).size;
  await expect.poll(ids, { timeout: 60_000 }).toBe(events);
  await subscription.close();
  return records;
}

/** Ids and values of each key, in the order in which they first stand there. */
function byKey(records: readonly Pick<StoredRecord, 'key' | 'value' | 'headers'>[]) {
  const found = new Map<string, Map<string, string>>();
  for (const { key, value, headers } of records) {
    const known = found.get(text(key)) ?? new Map<string, string>();
    found.set(text(key), known);
    const id = text(headers.get('ce_id'));
    if (!known.has(id)) known.set(id, Buffer.from(value ?? []).toString('hex'));
  }
  return Object.fromEntries([...found].map(([key, events]) => [key, [...events]]));
}

describe.each(['kafkajs', 'platformatic'])('a tap by %s', (client) => {
  const at: { transport?: Transport } = {};

  beforeAll(async () => {
    at.transport = await connectKafkaClient(client, { brokers, clientId: 'taps' });
  });

  afterAll(() => at.transport?.close());

  const open = (): Transport => at.transport ?? expect.fail('there is no transport');

  it('copies bytes and ids in the order of their keys, and ends where taps feed each other', async () => {
    const transport = open();
    const [source, target] = [`tap-${randomUUID()}`, `tap-${randomUUID()}`];
    await transport.ensureTopics([topicOf(source), topicOf(target)]);
    const records = recordsFor(source, 500);
    await transport.publish(records.slice(0, 250));
    const there = await openTap(
      { name: `${source}-there`, from: { topic: source }, copy: [{ to: { topic: target } }] },
      { transport },
    );
    const back = await openTap(
      { name: `${source}-back`, from: { topic: target }, copy: [{ to: { topic: source } }] },
      { transport },
    );
    await transport.publish(records.slice(250));
    const copies = await recordsOf(transport, target, 500);
    await expect.poll(() => back.accounting.ignored, { timeout: 60_000 }).toBeGreaterThanOrEqual(500);
    expect(byKey(copies)).toEqual(byKey(records));
    expect(copies).toHaveLength(500);
    expect(text(copies[0]?.headers.get(pathHeader))).toBe(source);
    expect(await recordsOf(transport, source, 500)).toHaveLength(500);
    await there.close();
    await back.close();
  });

  it('copies each event once by an outbox, while instances come and go', async () => {
    const transport = open();
    const [source, target] = [`tap-${randomUUID()}`, `tap-${randomUUID()}`];
    await transport.ensureTopics([topicOf(source), topicOf(target)]);
    const database = await connectPostgres({ url, schema: `tap_${client}_${process.pid}` });
    const tap = { name: source, from: { topic: source }, copy: [{ to: { topic: target } }] };
    const instance = async () => {
      const delivery = await openDelivery({ database, transport });
      const running = await openTap(tap, { transport, delivery });
      return async (): Promise<void> => {
        await running.close();
        await delivery.close();
      };
    };
    const records = recordsFor(source, 600);
    let close = await instance();
    for (let round = 0; round < 3; round += 1) {
      await transport.publish(records.slice(round * 200, (round + 1) * 200));
      const next = await instance();
      await close();
      close = next;
    }
    // The same events under other offsets, as after a crash of whoever sent them.
    await transport.publish(records.slice(0, 100));
    const copies = await recordsOf(transport, target, 600);
    expect(byKey(copies)).toEqual(byKey(records));
    const inbox = () => database.transaction((tx) => tx.query('select count(*) as ids from eventwright_inbox'));
    expect(await inbox()).toEqual([{ ids: 600n }]);
    // Nothing died, so the outbox has published each row once.
    await close();
    expect(await recordsOf(transport, target, 600)).toHaveLength(600);
    await database.close();
  });
});
