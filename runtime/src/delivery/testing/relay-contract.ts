import { describe, expect, it } from 'vitest';
import type { Database } from '../../core/database.ts';
import { RuntimeError } from '../../core/errors.ts';
import type { OutgoingRecord } from '../../core/transport.ts';
import type { OpenDelivery } from '../open-delivery.ts';
import { discardRefusedRecord, giveBackRefusedRecord, listRefusedRecords } from '../operate/refused-records.ts';
import type { Open } from './delivery-host.ts';
import { outgoing, textOf } from './records.ts';
import { createUnreliablePublisher, firstOf } from './unreliable-publisher.ts';

const down = new RuntimeError('TRANSPORT_FAILED', 'the broker is away');

const send = (delivery: OpenDelivery, ...records: readonly OutgoingRecord[]): Promise<void> =>
  delivery.transaction((tx) => tx.enqueue(records));

const numbered = (topic: string, key: string, count: number): readonly OutgoingRecord[] =>
  Array.from({ length: count }, (_, index) => outgoing(topic, key, `${key}${index}`));

/** What the way from the outbox to the log promises. */
export function describeRelay(open: Open): void {
  describe('relay', () => {
    it('publishes what is committed, in the order of the commits, and nothing that is rolled back', async () => {
      const transport = createUnreliablePublisher();
      const { delivery } = await open({ transport });
      await send(delivery, ...numbered('orders', 'a', 3));
      const undone = delivery.transaction(async (tx) => {
        await tx.enqueue([outgoing('orders', 'a', 'undone')]);
        throw new Error('rolled back');
      });
      await expect(undone).rejects.toThrow('rolled back');
      await send(delivery, outgoing('orders', 'a', 'last'), { ...outgoing('orders', null, ''), value: null });
      await delivery.published();
      expect(transport.values('orders').filter((value) => value !== '')).toEqual(['a0', 'a1', 'a2', 'last']);
      expect(transport.appended).toContainEqual({ topic: 'orders', key: null, value: null, headers: expect.any(Map) });
      expect((await delivery.status()).outbox).toEqual({ rows: 0, oldestAge: 0, refused: 0 });
    });

    it('keeps every byte of key, value and headers', async () => {
      const transport = createUnreliablePublisher();
      const { delivery } = await open({ transport });
      const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
      const headers = new Map([
        ['every', every],
        ['text', new TextEncoder().encode('ü "\\ \u2028 \u{1F4A9}')],
        ['zero', Uint8Array.of(0)],
        ['empty', new Uint8Array()],
        ['__proto__', Uint8Array.of(65)],
        ['Ключ "\\', Uint8Array.of(66)],
      ]);
      await send(delivery, { topic: 'orders', key: every, value: every, headers });
      await delivery.published();
      expect(transport.appended).toEqual([{ topic: 'orders', key: every, value: every, headers }]);
    });

    it('tries again until the log takes what it was given, and lets other topics go on meanwhile', async () => {
      const transport = createUnreliablePublisher();
      const { delivery } = await open({ transport });
      let failures = 3;
      transport.fail = ([record]) => {
        if (record?.topic === 'orders' && failures > 0) {
          failures -= 1;
          throw down;
        }
      };
      await send(delivery, ...numbered('orders', 'a', 2), ...numbered('parcels', 'b', 2));
      await expect.poll(() => transport.values('parcels')).toEqual(['b0', 'b1']);
      await delivery.published();
      expect(transport.values('orders')).toEqual(['a0', 'a1']);
      expect(failures).toBe(0);
    });

    it('says why nothing is published, as long as that is so', async () => {
      const transport = createUnreliablePublisher();
      const { delivery } = await open({ transport });
      transport.fail = () => {
        throw down;
      };
      await send(delivery, outgoing('orders', 'a', '1'));
      await expect.poll(async () => (await delivery.status()).relay.error).toBe(down);
      expect((await delivery.status()).outbox.rows).toBe(1);
      expect((await delivery.status()).outbox.oldestAge).toBeGreaterThan(0);
      transport.fail = () => undefined;
      await delivery.published();
      expect((await delivery.status()).relay).toEqual({ shards: 16, error: undefined });
    });

    it('keeps the order of each key, whichever topics fail when', async () => {
      const transport = createUnreliablePublisher();
      const { delivery } = await open({ transport });
      const topics = ['orders', 'parcels', 'refunds'];
      const keys = Array.from({ length: 12 }, (_, index) => `k${index}`);
      let turn = 0;
      transport.fail = ([record]) => {
        turn += 1;
        const name = topics.indexOf(record?.topic ?? '');
        // Each topic fails for a while, each at another time.
        if (turn < 400 && Math.floor(turn / 7) % topics.length === name) throw down;
      };
      for (let round = 0; round < 40; round += 1) {
        await send(delivery, ...topics.flatMap((topic) => keys.map((key) => outgoing(topic, key, `${key} ${round}`))));
        await delivery.transaction(({ sql }) => sql.query('select pg_sleep(0.01)'));
      }
      turn = 400;
      await delivery.published();
      for (const topic of topics) {
        for (const key of keys) {
          const values = firstOf(transport.values(topic)).filter((value) => value.startsWith(`${key} `));
          expect(values).toEqual(Array.from({ length: 40 }, (_, round) => `${key} ${round}`));
        }
      }
    });

    it('publishes again, and so keeps the order of first appearance, what was appended without an answer', async () => {
      const transport = createUnreliablePublisher();
      const { delivery } = await open({ transport });
      let calls = 0;
      transport.fail = (records) => {
        calls += 1;
        return calls % 3 === 0 ? undefined : { appended: calls % (records.length + 1), error: down };
      };
      for (let index = 0; index < 10; index += 1) await send(delivery, outgoing('orders', 'a', String(index)));
      await delivery.published();
      expect(firstOf(transport.values('orders'))).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    });

    it('publishes with the same id what it crashed over before it was deleted', async () => {
      const transport = createUnreliablePublisher();
      let crashes = 1;
      const crashPoints = (): void => {
        if (crashes-- > 0) throw new Error('crash');
      };
      const { delivery } = await open({ transport, crashPoints });
      await send(delivery, outgoing('orders', 'a', 'once'));
      await delivery.published();
      expect(transport.values('orders')).toEqual(['once', 'once']);
      expect(transport.appended.map(({ headers }) => textOf(headers.get('ce_id')))).toEqual(['once', 'once']);
    });

    it('publishes everything that is left when it is closed, and gives up at the deadline', async () => {
      const transport = createUnreliablePublisher();
      const { again } = await open();
      const first = await again({ transport, flushTimeout: 20_000 });
      const others = createUnreliablePublisher();
      await send(first, ...numbered('orders', 'a', 600));
      await first.close();
      const second = await again({ transport: others, flushTimeout: 50 });
      others.fail = () => {
        throw down;
      };
      await send(second, outgoing('orders', 'a', 'left'));
      await second.close();
      expect(others.appended).toEqual([]);
    });

    it('leaves the outbox to somebody else where it is told to', async () => {
      const transport = createUnreliablePublisher();
      const { delivery, database } = await open({ transport, publishes: false });
      await send(delivery, outgoing('orders', 'a', '1'));
      expect((await delivery.status()).relay).toEqual({ shards: 0, error: undefined });
      const rows = await database.transaction((tx) => tx.query('select * from eventwright_outbox_debezium'));
      expect(rows).toMatchObject([{ id: '1', aggregatetype: 'orders', type: 'orders', headers: { ce_id: '1' } }]);
      await delivery.close();
      expect(transport.calls).toEqual([]);
    });

    it('takes no setting that makes no sense', async () => {
      await expect(open({ dedupeWindow: 0 })).rejects.toThrow(
        "[CONFIGURATION_INVALID] openDelivery: 'dedupeWindow' is 0",
      );
      await expect(open({ flushTimeout: Number.NaN })).rejects.toThrow('[CONFIGURATION_INVALID]');
    });

    it('gives its shards back when it is closed, also where it could not publish everything', async () => {
      const transport = createUnreliablePublisher();
      const { delivery, database } = await open({ transport });
      transport.fail = () => {
        throw down;
      };
      await send(delivery, outgoing('orders', 'a', '1'));
      await expect.poll(() => transport.calls.length).toBeGreaterThan(0);
      await delivery.close();
      const owners = 'select count(owner)::integer as held from eventwright_relay_lease';
      expect(await database.transaction((tx) => tx.query(owners))).toEqual([{ held: 0 }]);
    });

    it('reads no more of a shard at once than a few megabytes', async () => {
      const transport = createUnreliablePublisher();
      const { delivery } = await open({ transport });
      const large = (index: number): Uint8Array => new Uint8Array(900_000).fill(index);
      const records = [0, 1, 2, 3, 4].map((index) => ({ ...outgoing('orders', 'a', ''), value: large(index) }));
      for (const record of records) await send(delivery, record);
      transport.calls.length = 0;
      await delivery.published();
      expect(transport.appended.map(({ value }) => value?.[0])).toEqual([0, 1, 2, 3, 4]);
      expect(Math.max(...transport.calls.map((records) => records.length))).toBeLessThanOrEqual(3);
    });
  });

  describe('a record that the log refuses', () => {
    const tooLarge = new RuntimeError('RECORD_TOO_LARGE', 'too large for its topic');
    const refuse = (records: readonly OutgoingRecord[]): undefined => {
      if (records.some(({ value }) => textOf(value) === 'a1')) throw tooLarge;
      return undefined;
    };

    it('is set aside and holds its key, while everything else goes on', async () => {
      const transport = createUnreliablePublisher();
      transport.fail = refuse;
      const { delivery, database } = await open({ transport });
      await send(delivery, ...numbered('orders', 'a', 4), ...numbered('orders', 'b', 3));
      await delivery.published();
      await send(delivery, outgoing('orders', 'a', 'a4'), outgoing('orders', 'b', 'b3'), outgoing('parcels', 'a', 'p'));
      await delivery.published();
      expect(firstOf(transport.values('orders')).toSorted()).toEqual(['a0', 'b0', 'b1', 'b2', 'b3']);
      expect(transport.values('parcels')).toEqual(['p']);
      expect((await delivery.status()).outbox).toMatchObject({ rows: 3, refused: 1 });
      expect(await listRefusedRecords(database)).toMatchObject([
        { topic: 'orders', eventId: 'a1', bytes: 2, holdsKey: true, error: expect.stringContaining('too large') },
      ]);
    });

    it('is published in its place once it is given back', async () => {
      const transport = createUnreliablePublisher();
      transport.fail = refuse;
      const { delivery, database } = await open({ transport });
      await send(delivery, ...numbered('orders', 'a', 3));
      await delivery.published();
      await send(delivery, outgoing('orders', 'a', 'a3'));
      transport.fail = () => undefined;
      const [refused] = await listRefusedRecords(database);
      expect(await giveBackRefusedRecord(database, refused?.seq ?? 0n)).toBe(true);
      await delivery.published();
      expect(firstOf(transport.values('orders'))).toEqual(['a0', 'a1', 'a2', 'a3']);
      expect(await giveBackRefusedRecord(database, refused?.seq ?? 0n)).toBe(false);
    });

    it('lets go of its key once it is discarded', async () => {
      const transport = createUnreliablePublisher();
      transport.fail = refuse;
      const { delivery, database } = await open({ transport });
      await send(delivery, ...numbered('orders', 'a', 3));
      await delivery.published();
      const [refused] = await listRefusedRecords(database);
      expect(await discardRefusedRecord(database, refused?.seq ?? 0n)).toBe(true);
      await delivery.published();
      expect(firstOf(transport.values('orders'))).toEqual(['a0', 'a2']);
      expect(await discardRefusedRecord(database, refused?.seq ?? 0n)).toBe(false);
    });

    it('holds nothing up where that is not wanted', async () => {
      const transport = createUnreliablePublisher();
      transport.fail = refuse;
      const { delivery } = await open({ transport, onRefused: 'skip' });
      await send(delivery, ...numbered('orders', 'a', 3));
      await delivery.published();
      expect(firstOf(transport.values('orders'))).toEqual(['a0', 'a2']);
      expect((await delivery.status()).outbox).toMatchObject({ rows: 0, refused: 1 });
    });

    it('is refused when it is enqueued, where its size says enough', async () => {
      const { delivery } = await open({ maxRecordBytes: 1_000, transport: createUnreliablePublisher() });
      const long = 'x'.repeat(1_000);
      const refused = send(delivery, outgoing('orders', 'a', 'small'), outgoing('orders', 'a', long));
      await expect(refused).rejects.toThrow(/\[RECORD_TOO_LARGE\] .*'orders' takes \d+ bytes, 1000 are allowed/);
      expect((await delivery.status()).outbox.rows).toBe(0);
      await send(delivery, outgoing('orders.dlt', 'a', long));
      await delivery.published();
    });
  });

  describe('relays of several instances', () => {
    const ownersOf = async (database: Database): Promise<readonly unknown[]> =>
      database.transaction((tx) =>
        tx.query('select count(*)::integer as shards from eventwright_relay_lease group by owner order by 1'),
      );

    it('share the outbox, and take over from one that ends', async () => {
      const [one, other] = [createUnreliablePublisher(), createUnreliablePublisher()];
      const { database, delivery, again } = await open({ transport: one });
      await expect.poll(async () => (await delivery.status()).relay.shards).toBe(16);
      const second = await again({ transport: other });
      await expect.poll(() => ownersOf(database), { timeout: 20_000 }).toEqual([{ shards: 8 }, { shards: 8 }]);
      await send(delivery, ...Array.from({ length: 64 }, (_, index) => outgoing('orders', `k${index}`, `v${index}`)));
      await delivery.published();
      expect(new Set([...one.values('orders'), ...other.values('orders')]).size).toBe(64);
      expect(one.appended.length).toBeGreaterThan(0);
      expect(other.appended.length).toBeGreaterThan(0);
      await second.close();
      await expect.poll(() => ownersOf(database), { timeout: 20_000 }).toEqual([{ shards: 16 }]);
    });

    it('take over from one that was killed as soon as its leases have ended', async () => {
      const { database, again } = await open({ publishes: false });
      const lastRenewal = 'select from eventwright_renew(gen_random_uuid(), 200, $1)';
      await database.transaction((tx) => tx.query(lastRenewal, [[]]));
      const heir = await again({ publishes: true, leaseTime: 300 });
      expect((await heir.status()).relay.shards).toBe(0);
      await expect.poll(() => ownersOf(database), { timeout: 2_500 }).toEqual([{ shards: 16 }]);
    });

    it('publish nothing of a shard that another one has taken over', async () => {
      const transport = createUnreliablePublisher();
      const { database, delivery } = await open({ transport });
      await expect.poll(async () => (await delivery.status()).relay.shards).toBe(16);
      await database.transaction((tx) =>
        tx.query(
          `update eventwright_relay_lease set owner = gen_random_uuid(), epoch = epoch + 1,
             expires_at = clock_timestamp() + interval '1 hour'`,
        ),
      );
      await send(delivery, outgoing('orders', 'a', 'theirs'));
      await expect.poll(async () => (await delivery.status()).relay.shards, { timeout: 20_000 }).toBe(0);
      expect(transport.appended).toEqual([]);
    });
  });
}
