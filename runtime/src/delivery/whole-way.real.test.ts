import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { laneOf } from '../core/pipeline/lane-of.ts';
import type { PartitionClaim, StoredRecord } from '../core/transport.ts';
import { integerOf, textOf as textColumn } from '../database/columns.ts';
import { connectKafka } from '../kafka/index.ts';
import { connectPostgres } from '../postgres/index.ts';
import { openDelivery } from './open-delivery.ts';
import { outgoing, textOf } from './testing/records.ts';

const url = process.env['POSTGRES_URL'] ?? '';
const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',');

it('carries every event from transaction to transaction by Kafka, once and in order, though it is delivered twice', async () => {
  const topic = `whole-way-${randomUUID()}`;
  const transport = await connectKafka({ brokers, clientId: 'whole-way' });
  await transport.ensureTopics([{ topic, partitions: 3, replicas: 1, config: {} }]);
  const sources = await connectPostgres({ url, schema: `source_${process.pid}` });
  const target = await connectPostgres({ url, schema: `target_${process.pid}` });
  const sending = await openDelivery({ database: sources, transport });
  const receiving = await openDelivery({ database: target, transport });
  await target.transaction((tx) => tx.execute('create table effect (n serial primary key, key text, number integer)'));

  const handle = async (record: StoredRecord): Promise<void> => {
    const { partition } = record;
    const id = textOf(record.headers.get('ce_id'));
    const lane = { consumer: 'whole-way', topic, partition, lane: laneOf(record) };
    await receiving.transaction(async (tx) => {
      const [verdict] = await tx.admit(lane, [{ record, id, time: record.timestamp, claims: true }]);
      if (verdict !== 'new') return;
      const number = textOf(record.value);
      await tx.sql.query('insert into effect (key, number) values ($1, $2)', [textOf(record.key), number]);
    });
  };
  const onRecords = async (claim: PartitionClaim, records: readonly StoredRecord[]): Promise<void> => {
    for (const record of records) await handle(record);
    for (const record of records) await handle(record);
    await claim.commit((records.at(-1)?.offset ?? -1n) + 1n);
  };
  const subscription = await transport.subscribe({ group: topic, topics: [topic], startFrom: 'earliest', onRecords });

  const keys = ['a', 'b', 'c', 'd', 'e'];
  for (let number = 0; number < 40; number += 1) {
    const records = keys.map((key) => ({ ...outgoing(topic, key, String(number)), headers: idOf(`${key}-${number}`) }));
    await sending.transaction((tx) => tx.enqueue(records));
    // The same event under another offset, as after a crash of the relay.
    if (number % 10 === 0) await sending.transaction((tx) => tx.enqueue(records));
  }
  await sending.published();

  const effects = () => target.transaction((tx) => tx.query('select key, number from effect order by n'));
  await expect.poll(async () => (await effects()).length, { timeout: 30_000 }).toBe(200);
  await transport.publish([{ ...outgoing(topic, 'end', '0'), headers: idOf('end') }]);
  await expect.poll(async () => (await effects()).length, { timeout: 30_000 }).toBe(201);
  for (const key of keys) {
    const numbers = (await effects())
      .filter((row) => textColumn(row, 'key') === key)
      .map((row) => integerOf(row, 'number'));
    expect(numbers).toEqual(Array.from({ length: 40 }, (_, number) => number));
  }
  expect((await sending.status()).outbox).toEqual({ rows: 0, oldestAge: 0, refused: 0 });

  await subscription.close();
  await sending.close();
  await receiving.close();
  await Promise.all([sources.close(), target.close(), transport.close()]);
});

const idOf = (id: string): Map<string, Uint8Array> => new Map([['ce_id', new TextEncoder().encode(id)]]);
