import { describe, expect, it } from 'vitest';
import type { Database, Sql } from '../core/database.ts';
import { connectPostgres } from '../postgres/index.ts';
import { aggregate, type EventStore, openEventStore, type StorePosition, storeStart } from './index.ts';
import { type AccountEvents, accountEvents } from './testing/account.ts';
import { describeAggregate } from './testing/aggregate-contract.ts';
import { useDatabases } from './testing/database-host.ts';
import { holdTransaction } from './testing/held-transaction.ts';
import { describeStore } from './testing/store-contract.ts';
import { describeSubscription } from './testing/subscription-contract.ts';

const url = process.env['POSTGRES_URL'] ?? '';

const open = useDatabases('store', async () => ({
  database: (schema) => connectPostgres({ url, schema, poolSize: 12 }),
  close: async () => {},
}));

describeStore(open);
describeAggregate(open);
describeSubscription(open);

const openStore = async (): Promise<{ database: Database; store: EventStore<AccountEvents> }> => {
  const database = await open();
  return { database, store: await openEventStore({ database, events: accountEvents }) };
};

const append = async (store: EventStore<AccountEvents>, tx: Sql, stream: string): Promise<StorePosition> =>
  (await store.append(tx, stream, [{ name: 'deposited', value: { cents: 1 } }], { expected: 'any' })).position;

/** Any write gives a transaction its number. */
const number = (tx: Sql): Promise<unknown> => tx.query('select pg_current_xact_id()');

describe('appends of several transactions', () => {
  it('leave 32 writers of a stream with versions that have no gap and state that adds up', async () => {
    const { database, store } = await openStore();
    const counter = aggregate({
      name: 'counter',
      store,
      initialState: 0,
      // The value says what the decision was made of: a stale decision would repeat a number.
      decide: (_: 'count', last: number) => [{ name: 'deposited', value: { cents: last + 1 } }],
      evolve: (_, { value }) => value.cents,
    });
    const writers = Array.from({ length: 32 }, async () => {
      for (let turn = 0; turn < 5; turn += 1) {
        await database.transaction((tx) => counter.execute(tx, 'storm', 'count'));
      }
    });
    await Promise.all(writers);

    const events = await database.transaction((tx) => store.readStream(tx, 'storm'));
    expect(events.map(({ version, value }) => [version, value.cents])).toEqual(
      Array.from({ length: 160 }, (_, index) => [index + 1, index + 1]),
    );
  });

  it('wait for one another where they append to one stream, and the later one sees the conflict', async () => {
    const { database, store } = await openStore();
    const first = await holdTransaction(database);
    await append(store, first.tx, 'a');
    const second = database.transaction((tx) =>
      store.append(tx, 'a', [{ name: 'deposited', value: { cents: 2 } }], { expected: 'none' }),
    );
    await first.commit();
    await expect(second).rejects.toMatchObject({ code: 'STREAM_CONFLICT', actual: 1 });
  });
});

describe('events behind a position', () => {
  const read = async (database: Database, store: EventStore<AccountEvents>, after: StorePosition) => {
    const batch = await database.transaction((tx) => store.readAfter(tx, after, 100));
    return { position: batch.position, versions: batch.events.map(({ stream, version }) => `${stream}${version}`) };
  };

  it('wait for a transaction that has a lower number and has not ended, so that none is skipped', async () => {
    const { database, store } = await openStore();
    const late = await holdTransaction(database);
    await append(store, late.tx, 'late');
    await database.transaction((tx) => append(store, tx, 'early'));

    const before = await read(database, store, storeStart);
    await late.commit();
    const after = await read(database, store, before.position);

    expect(before.versions).toEqual([]);
    expect(after.versions).toEqual(['late1', 'early1']);
  });

  it('keep the order of a stream where an older transaction appends after a newer one', async () => {
    const { database, store } = await openStore();
    const older = await holdTransaction(database);
    await number(older.tx);
    const between = await holdTransaction(database);
    await number(between.tx);
    await database.transaction((tx) => append(store, tx, 'a'));
    await append(store, older.tx, 'a');
    await older.commit();

    const first = await read(database, store, storeStart);
    await between.commit();
    const rest = await read(database, store, first.position);

    expect([...first.versions, ...rest.versions]).toEqual(['a1', 'a2']);
  });
});
