import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database, Sql } from '../core/database.ts';
import type { Reading, Telemetry } from '../core/telemetry.ts';
import type { StoredRecord } from '../core/transport.ts';
import { openMemoryLog } from '../embedded/index.ts';
import { openPglite, type Pglite } from '../postgres/index.ts';
import { openDelivery } from './open-delivery.ts';

let pglite: Pglite;
beforeAll(async () => {
  pglite = await openPglite();
});
afterAll(() => pglite.close());

const text = (bytes: Uint8Array | null): string => Buffer.from(bytes ?? []).toString();

describe('openDelivery', () => {
  it('publishes by transactions apart, which wait for no handler', async () => {
    const database = await pglite.database('apart');
    const apart = new Set<string>();
    const observed: Database = {
      ...database,
      transaction: (work, options) =>
        database.transaction((tx) => {
          const query: Sql['query'] = (sql, parameters) => {
            if (options?.apart === true) apart.add(/eventwright_\w+/.exec(sql)?.[0] ?? sql);
            return tx.query(sql, parameters);
          };
          return work({ ...tx, query });
        }, options),
    };
    const log = openMemoryLog();
    await log.ensureTopics([{ topic: 'orders', partitions: 1, replicas: 1, config: {} }]);
    const delivery = await openDelivery({ database: observed, transport: log });
    const record = { topic: 'orders', key: null, value: Buffer.from('1'), headers: new Map() };
    await delivery.transaction((tx) => tx.enqueue([record]));
    await delivery.published();
    await delivery.close();
    expect([...apart]).toEqual(
      expect.arrayContaining(['eventwright_renew', 'eventwright_relay_lease', 'eventwright_outbox']),
    );
    expect([...apart]).not.toContain('eventwright_enqueue');
  });

  it('publishes what a committed transaction has enqueued, and nothing of one that was rolled back', async () => {
    const database = await pglite.database('first');
    const log = openMemoryLog();
    await log.ensureTopics([{ topic: 'orders', partitions: 1, replicas: 1, config: {} }]);
    const delivery = await openDelivery({ database, transport: log });
    const send = (value: string) => ({
      topic: 'orders',
      key: Buffer.from('k'),
      value: Buffer.from(value),
      headers: new Map([
        ['ce_id', Buffer.from(value)],
        ['raw', Uint8Array.of(255, 0)],
      ]),
    });
    await delivery.transaction((tx) => tx.enqueue([send('1'), send('2')]));
    await expect(
      delivery.transaction(async (tx) => {
        await tx.enqueue([send('lost')]);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await delivery.transaction((tx) => tx.enqueue([send('3')]));
    await delivery.published();
    const seen: StoredRecord[] = [];
    const subscription = await log.subscribe({
      group: 'g',
      topics: ['orders'],
      startFrom: 'earliest',
      onRecords: async (_claim, records) => {
        seen.push(...records);
      },
    });
    await expect.poll(() => seen.map(({ value }) => text(value))).toEqual(['1', '2', '3']);
    expect(seen[0]?.headers.get('raw')).toEqual(Buffer.from([255, 0]));
    expect((await delivery.status()).outbox).toEqual({ rows: 0, oldestAge: 0, refused: 0 });
    const lane = { consumer: 'g', topic: 'orders', partition: 0, lane: 3 };
    const arrivals = seen.map((record) => ({ record, id: text(record.value), time: record.timestamp, claims: true }));
    const admit = () => delivery.transaction((tx) => tx.admit(lane, arrivals));
    expect(await admit()).toEqual(['new', 'new', 'new']);
    expect(await admit()).toEqual(['duplicate', 'duplicate', 'duplicate']);
    await subscription.close();
    await delivery.close();
    await log.close();
  });

  it('tells of what it publishes and how much waits for that, until it is closed', async () => {
    const database = await pglite.database('told');
    const log = openMemoryLog();
    await log.ensureTopics([{ topic: 'orders', partitions: 1, replicas: 1, config: {} }]);
    const started: unknown[] = [];
    let read: (() => Promise<readonly Reading[]>) | undefined;
    const telemetry: Telemetry = {
      start: (work) => {
        started.push(work.kind === 'relay' ? [work.kind, work.records.length] : work.kind);
        return { trace: new Map(), within: (run) => run(), end: () => undefined };
      },
      tell: () => undefined,
      watch: (given) => {
        read = given;
        return () => {
          read = undefined;
        };
      },
    };
    const delivery = await openDelivery({ database, transport: log, telemetry: [telemetry] });
    const record = { topic: 'orders', key: null, value: Buffer.from('1'), headers: new Map() };
    await delivery.transaction((tx) => tx.enqueue([record]));
    await delivery.published();
    expect(started).toEqual([['relay', 1]]);
    await expect(read?.()).resolves.toEqual([
      { name: 'outbox_rows', value: 0 },
      { name: 'outbox_oldest_age', value: 0 },
      { name: 'outbox_refused', value: 0 },
      { name: 'parked_keys', value: 0, labels: { state: 'waiting' } },
      { name: 'parked_keys', value: 0, labels: { state: 'held' } },
    ]);
    await delivery.close();
    expect(read).toBeUndefined();
    await log.close();
  });
});
