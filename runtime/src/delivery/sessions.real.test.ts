import { describe, expect, it } from 'vitest';
import { RuntimeError } from '../core/errors.ts';
import { connectPostgres } from '../postgres/index.ts';
import type { OpenDelivery } from './open-delivery.ts';
import { discardHeldRecord } from './operate/held-keys.ts';
import { admit, parkingOf, parkOne, workOff } from './testing/admission-contract.ts';
import { useDelivery } from './testing/delivery-host.ts';
import { hold, untilWaiting } from './testing/interleaving.ts';
import { arrivalAt, laneFor, outgoing } from './testing/records.ts';
import { createUnreliablePublisher } from './testing/unreliable-publisher.ts';

const url = process.env['POSTGRES_URL'] ?? '';

const open = useDelivery(async () => ({
  database: (schema) => connectPostgres({ url, schema }),
  close: async () => {},
}));

describe('two owners of a partition', () => {
  it('admit a record one after the other: the second finds it settled', async () => {
    const { database, delivery, again } = await open();
    const zombie = await hold(delivery);
    expect(await zombie.run((tx) => tx.admit(laneFor(arrivalAt(0)), [arrivalAt(0)]))).toEqual(['new']);
    const second = admit(await again(), arrivalAt(0), arrivalAt(1));
    await untilWaiting(database, 1);
    await zombie.commit();
    expect(await second).toEqual(['duplicate', 'new']);
  });

  it('lose nothing where the first one is rolled back', async () => {
    const { database, delivery, again } = await open();
    const zombie = await hold(delivery);
    await zombie.run((tx) => tx.admit(laneFor(arrivalAt(0)), [arrivalAt(0)]));
    const second = admit(await again(), arrivalAt(0));
    await untilWaiting(database, 1);
    await zombie.rollBack();
    expect(await second).toEqual(['new']);
  });

  it('see what the other one parked while they waited for the lane', async () => {
    const { database, delivery, again } = await open();
    await admit(delivery, arrivalAt(0));
    const first = await hold(delivery);
    const lane = laneFor(arrivalAt(1));
    await first.run((tx) => tx.admit(lane, [arrivalAt(1, { claims: false })]));
    const follower = admit(await again(), arrivalAt(2));
    await untilWaiting(database, 1);
    await first.run((tx) => tx.park(lane, arrivalAt(1).record, parkingOf()));
    await first.commit();
    expect(await follower).toEqual(['parked']);
    expect(await workOff(delivery, arrivalAt(1))).toEqual(['e-1', 'e-2']);
  });

  it('take a parked key up one after the other', async () => {
    const { database, delivery, again } = await open();
    await parkOne(delivery, arrivalAt(0));
    const lane = laneFor(arrivalAt(0));
    const first = await hold(delivery);
    const taken = await first.run((tx) => tx.takeParked(lane, arrivalAt(0).record.key, 9));
    expect(taken).toHaveLength(1);
    const second = workOff(await again(), arrivalAt(0));
    await untilWaiting(database, 1);
    await first.run(async (tx) => {
      await tx.claim(lane, arrivalAt(0).record, 'e-0');
      await tx.unpark(lane, arrivalAt(0).record);
    });
    await first.commit();
    expect(await second).toEqual([]);
  });

  it('claim an event once that stands in two partitions', async () => {
    const { database, delivery, again } = await open();
    const inOther = (id: string) => {
      const arrival = arrivalAt(0, { id, key: 'other' });
      return { ...arrival, record: { ...arrival.record, partition: 1 } };
    };
    const other = await again();
    for (const [id, end, verdict] of [
      ['a', 'commit', 'duplicate'],
      ['b', 'rollBack', 'new'],
    ] as const) {
      const first = await hold(delivery);
      const offset = id === 'a' ? 0 : 1;
      await first.run((tx) => tx.admit(laneFor(arrivalAt(offset)), [arrivalAt(offset, { id })]));
      const arrival = inOther(id);
      const second = admit(other, { ...arrival, record: { ...arrival.record, offset: BigInt(offset) } });
      await untilWaiting(database, 1);
      await first[end]();
      expect(await second).toEqual([verdict]);
    }
  });

  it('let a follower go that is parked while its key is being given up', async () => {
    const { database, delivery, again } = await open();
    await parkOne(delivery, arrivalAt(0), 'held');
    const first = await hold(delivery);
    expect(await first.run((tx) => tx.admit(laneFor(arrivalAt(1)), [arrivalAt(1)]))).toEqual(['parked']);
    const discarded = discardHeldRecord(database, { consumer: 'billing', topic: 'orders', partition: 0, offset: 0n });
    await untilWaiting(database, 1);
    await first.commit();
    expect(await discarded).toBe(true);
    expect(await workOff(await again(), arrivalAt(0))).toEqual(['e-1']);
  });
});

describe('writers of the outbox', () => {
  it('of one key are published in the order of their commits', async () => {
    const transport = createUnreliablePublisher();
    const { database, delivery, again } = await open({ transport });
    const first = await hold(delivery);
    await first.run((tx) => tx.enqueue([outgoing('orders', 'a', 'first'), outgoing('orders', 'b', 'first b')]));
    const second = (await again()).transaction((tx) => tx.enqueue([outgoing('orders', 'a', 'second')]));
    await untilWaiting(database, 1);
    await first.commit();
    await second;
    await delivery.published();
    expect(transport.values('orders').filter((value) => !value.endsWith('b'))).toEqual(['first', 'second']);
  });

  it('of one key are published in that order also where the first one commits late', async () => {
    const transport = createUnreliablePublisher();
    const { delivery } = await open({ transport });
    for (let round = 0; round < 10; round += 1) {
      const late = await hold(delivery);
      await late.run((tx) => tx.enqueue([outgoing('orders', 'a', `${round} late`)]));
      // All shards are read beyond the number of the late row.
      const others = Array.from({ length: 64 }, (_, index) => outgoing('others', `k${index}`, 'other'));
      await delivery.transaction((tx) => tx.enqueue(others));
      await delivery.published();
      await late.commit();
      await delivery.transaction((tx) => tx.enqueue([outgoing('orders', 'a', `${round} next`)]));
      await delivery.published();
    }
    const expected = Array.from({ length: 10 }, (_, round) => [`${round} late`, `${round} next`]).flat();
    expect(transport.values('orders')).toEqual(expected);
  });

  it('of different keys do not wait for each other, and none is lost where the earlier number comes late', async () => {
    const transport = createUnreliablePublisher();
    const { delivery, database } = await open({ transport });
    const late = await hold(delivery);
    await late.run((tx) => tx.enqueue([outgoing('orders', 'a', 'late')]));
    // Every shard is read beyond the number of the late row.
    const keys = Array.from({ length: 64 }, (_, index) => `k${index}`);
    for (const key of keys) await delivery.transaction((tx) => tx.enqueue([outgoing('orders', key, key)]));
    await delivery.published();
    expect(transport.values('orders').toSorted()).toEqual(keys.toSorted());
    // And looked back on, more than once.
    await database.transaction((tx) => tx.query('select pg_sleep(1)'));
    expect(transport.appended).toHaveLength(64);
    await late.commit();
    await delivery.published();
    expect(transport.values('orders').at(-1)).toBe('late');
  });

  it('are not lost where the last transaction to begin is under way while nothing can be published', async () => {
    const transport = createUnreliablePublisher();
    transport.fail = () => {
      throw new RuntimeError('TRANSPORT_FAILED', 'the broker is away');
    };
    const { delivery, database } = await open({ transport });
    const early = await hold(delivery);
    await early.run((tx) => tx.sql.query('select pg_current_xact_id()'));
    const late = await hold(delivery);
    await late.run((tx) => tx.enqueue([outgoing('orders', 'a', 'late')]));
    await early.run((tx) => tx.enqueue([outgoing('orders', 'b', 'early')]));
    await early.commit();
    // Looked back on, more than once.
    await database.transaction((tx) => tx.query('select pg_sleep(3)'));
    transport.fail = () => undefined;
    await late.commit();
    await expect.poll(() => transport.values('orders'), { timeout: 10_000 }).toEqual(['early', 'late']);
  });

  it('of the same keys in another order do not block each other for good', async () => {
    const { delivery, again } = await open({ transport: createUnreliablePublisher() });
    const other = await again();
    const [there, back] = [
      ['a', 'b', 'c', 'd'],
      ['d', 'c', 'b', 'a'],
    ].map((keys) => keys.map((key) => outgoing('orders', key, key)));
    for (let round = 0; round < 50; round += 1) {
      await Promise.all([
        delivery.transaction((tx) => tx.enqueue(there ?? [])),
        other.transaction((tx) => tx.enqueue(back ?? [])),
      ]);
    }
    expect((await delivery.status()).outbox.rows).toBeLessThanOrEqual(400);
  });

  it('take as many keys as they like, and still keep the order of each', async () => {
    const transport = createUnreliablePublisher();
    const { database, delivery, again } = await open({ transport });
    const many = Array.from({ length: 20_000 }, (_, index) => outgoing('orders', `k${index}`, `many ${index}`));
    const first = await hold(delivery);
    await first.run((tx) => tx.enqueue(many));
    const second = (await again()).transaction((tx) => tx.enqueue([outgoing('orders', 'k7', 'single 7')]));
    await untilWaiting(database, 1);
    await first.commit();
    await second;
    await delivery.published();
    expect(transport.appended).toHaveLength(20_001);
    expect(transport.values('orders').filter((value) => value.endsWith(' 7'))).toEqual(['many 7', 'single 7']);
  });

  it('that run into a deadlock of their own making are told so', async () => {
    const { delivery, again } = await open({ transport: createUnreliablePublisher() });
    const bothBegun = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const crossing = (instance: OpenDelivery, keys: readonly [string, string], index: number): Promise<void> =>
      instance.transaction(async (tx) => {
        await tx.enqueue([outgoing('orders', keys[0], 'first')]);
        bothBegun[index]?.resolve();
        await Promise.all(bothBegun.map(({ promise }) => promise));
        await tx.enqueue([outgoing('orders', keys[1], 'second')]);
      });
    const ends = await Promise.allSettled([crossing(delivery, ['a', 'b'], 0), crossing(await again(), ['b', 'a'], 1)]);
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(String(ends.find((end) => end.status === 'rejected')?.reason)).toContain('[DATABASE_CONFLICT]');
  });
});

describe('a relay', () => {
  it('goes on after the server has closed its connections', async () => {
    const transport = createUnreliablePublisher();
    const { database, delivery } = await open({ transport });
    await expect.poll(async () => (await delivery.status()).relay.shards).toBe(16);
    for (let round = 0; round < 5; round += 1) {
      await delivery.transaction((tx) => tx.enqueue([outgoing('orders', 'a', String(round))]));
      await database
        .transaction((tx) =>
          tx.query(
            `select pg_terminate_backend(pid) from pg_stat_activity
             where pid <> pg_backend_pid() and datname = current_database() and query like '%eventwright_outbox%'`,
          ),
        )
        .catch(() => undefined);
    }
    await delivery.published();
    expect([...new Set(transport.values('orders'))]).toEqual(['0', '1', '2', '3', '4']);
  });

  it('loses no time over rows that an old snapshot keeps from being cleaned up', async () => {
    const transport = createUnreliablePublisher();
    const { delivery } = await open({ transport });
    const pinned = await hold(delivery);
    await pinned.run(({ sql }) => sql.execute('set transaction isolation level repeatable read; select 1'));
    for (let round = 0; round < 20; round += 1) {
      const records = Array.from({ length: 500 }, (_, index) => outgoing('orders', `k${index}`, `${round} ${index}`));
      await delivery.transaction((tx) => tx.enqueue(records));
    }
    await delivery.published();
    const started = performance.now();
    await delivery.transaction((tx) => tx.enqueue([outgoing('orders', 'a', 'quick')]));
    await expect.poll(() => transport.values('orders').at(-1), { interval: 5 }).toBe('quick');
    expect(performance.now() - started).toBeLessThan(2_000);
    await pinned.commit();
  });
});
