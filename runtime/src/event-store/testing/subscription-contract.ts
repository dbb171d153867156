import { describe, expect, it, vi } from 'vitest';
import type { CrashPoint } from '../../core/crash-points.ts';
import type { Database, Sql } from '../../core/database.ts';
import { bigintOf } from '../../database/columns.ts';
import { openEventStore } from '../index.ts';
import { accountEvents } from './account.ts';
import type { OpenDatabase } from './database-host.ts';

/** What subscriptions do with events, on whatever database. */
export function describeSubscription(open: OpenDatabase): void {
  const openStore = async (reach: (point: CrashPoint) => void = () => undefined) => {
    const database = await open();
    await database.transaction((tx) =>
      tx.execute('create table seen (n bigint generated always as identity, version bigint)'),
    );
    const store = await openEventStore({ database, events: accountEvents, crashPoints: reach });
    const append = (stream: string, cents: number) =>
      database.transaction((tx) =>
        store.append(tx, stream, [{ name: 'deposited', value: { cents } }], { expected: 'any' }),
      );
    const subscribe = (batch?: number) =>
      store.subscribe({
        name: 'all',
        ...(batch === undefined ? {} : { batch }),
        handlers: {
          deposited: async ({ version }, { tx }) => {
            await tx.query('insert into seen (version) values ($1)', [version]);
          },
        },
      });
    return { database, store, append, subscribe };
  };
  const seen = (database: Database): Promise<readonly bigint[]> =>
    database.transaction(async (tx) => {
      const rows = await tx.query('select version from seen order by n');
      return rows.map((row) => bigintOf(row, 'version'));
    });

  describe('a subscription', () => {
    it('gets every event in the order of its stream, and goes on where it stopped', async () => {
      const { database, append, subscribe } = await openStore();
      for (let count = 0; count < 5; count += 1) await append('a', count);
      const first = subscribe(2);
      await first.caughtUp();
      await first.close();

      await append('a', 5);
      const second = subscribe();
      await second.caughtUp();
      await second.close();

      expect(await seen(database)).toEqual([1n, 2n, 3n, 4n, 5n, 6n]);
    });

    it.each<CrashPoint>(['before-effect', 'after-effect', 'after-commit'])(
      'has the effect of each event once, though it fails %s',
      async (point) => {
        let failures = 0;
        const { database, append, subscribe } = await openStore((reached) => {
          if (reached !== point || failures === 2) return;
          failures += 1;
          throw new Error(`failed ${point}`);
        });
        for (let count = 0; count < 5; count += 1) await append('a', count);
        const subscription = subscribe(2);
        await vi.waitFor(async () => expect(await seen(database)).toHaveLength(5), 5_000);
        await subscription.caughtUp();
        await subscription.close();

        expect(failures).toBe(2);
        expect(await seen(database)).toEqual([1n, 2n, 3n, 4n, 5n]);
      },
    );

    it('says why it does not get on, and leaves nothing out', async () => {
      const { database, store, append } = await openStore();
      let broken = true;
      const subscription = store.subscribe({
        name: 'picky',
        handlers: {
          deposited: async ({ value, version }, { tx }) => {
            if (broken && value.cents === 13) throw new Error('unlucky');
            await tx.query('insert into seen (version) values ($1)', [version]);
          },
        },
      });
      await append('a', 13);
      await append('a', 14);
      await vi.waitFor(() => expect(subscription.error).toEqual(new Error('unlucky')));
      expect(await seen(database)).toEqual([]);
      broken = false;
      await subscription.caughtUp();
      await subscription.close();

      expect(subscription.error).toBeUndefined();
      expect(await seen(database)).toEqual([1n, 2n]);
    });

    it('runs in the transaction of whoever sends', async () => {
      const { database, store, append } = await openStore();
      const sent: number[] = [];
      const send = async (cents: number): Promise<void> => void sent.push(cents);
      // As clients have it.
      const transaction = <T>(work: (context: { tx: Sql; send: typeof send }) => Promise<T>): Promise<T> =>
        database.transaction((tx) => work({ tx, send }));
      const subscription = store.subscribe({
        name: 'sends',
        transaction,
        handlers: { deposited: ({ value }, ctx) => ctx.send(value.cents) },
      });
      await append('a', 7);
      await vi.waitFor(() => expect(sent).toEqual([7]));
      await subscription.close();
    });
  });
}
