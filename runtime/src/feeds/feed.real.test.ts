import { describe, expect, it } from 'vitest';
import { connectPostgres } from '../postgres/index.ts';
import { describeFeed } from './testing/feed-contract.ts';
import { numbersIn, useFeed } from './testing/feed-host.ts';
import { parcelEvent, parcelShipped } from './testing/parcel-events.ts';

const url = process.env['POSTGRES_URL'] ?? '';

const open = useFeed(async () => ({
  database: (schema) => connectPostgres({ url, schema }),
  close: async () => {},
}));

describeFeed(open);

describe('a feed with several connections', () => {
  it('passes over no event whose transaction commits late, and holds nobody up for it', async () => {
    const { feed, database, ship } = await open();
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const { promise: added, resolve: hasAdded } = Promise.withResolvers<void>();
    const late = database.transaction(async (tx) => {
      await feed.add(tx, parcelShipped, parcelEvent('late', 1));
      hasAdded();
      await released;
    });
    await added;
    await ship('other', 2, 3);
    expect(numbersIn(await feed.after(0n))).toEqual([2, 3]);
    release();
    await late;
    await feed.grown(2n, AbortSignal.timeout(10_000));
    expect(numbersIn(await feed.after(0n))).toEqual([2, 3, 1]);
  });

  it('has every event at exactly one position, in order per key, with several that number and many that write', async () => {
    const { feed, database, again } = await open();
    const others = [await again(), await again()];
    const keys = ['A', 'B', 'C', 'D'];
    const perKey = 60;
    await Promise.all(
      keys.map(async (key, index) => {
        for (let n = 1; n <= perKey; n += 1) {
          await database.transaction(async (tx) => {
            await feed.add(tx, parcelShipped, parcelEvent(key, index * 1_000 + n));
            // Some commit later than they wrote.
            if (n % 7 === 0) await tx.query('select pg_sleep(0.01)');
          });
        }
      }),
    );
    const all = BigInt(keys.length * perKey);
    for (const one of [feed, ...others]) await one.grown(all - 1n, AbortSignal.timeout(10_000));
    const events = await feed.after(0n);
    expect(events.map(({ position }) => position)).toEqual(
      Array.from({ length: Number(all) }, (_, i) => BigInt(i + 1)),
    );
    expect(new Set(events.map(({ id }) => id)).size).toBe(Number(all));
    for (const own of Map.groupBy(events, ({ ordering }) => ordering).values()) {
      expect(numbersIn(own)).toEqual([...numbersIn(own)].sort((a, b) => a - b));
    }
    for (const one of others) expect(await one.after(0n)).toEqual(events);
  });
});
