import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { CrashPoint } from '../../core/crash-points.ts';
import type { Database } from '../../core/database.ts';
import { ordersApplication, ordersChannel, stockChannel } from '../../core/testing/orders-application.ts';
import { openMemoryLog } from '../../embedded/index.ts';
import type { OpenDatabase } from '../../event-store/testing/database-host.ts';
import {
  listProjections,
  type OpenProjectionOptions,
  openProjection,
  type Projection,
  projection,
  rebuildProjection,
  together,
} from '../index.ts';
import { fold, type OrderEvent, ordersView, publishing, readView, tables } from './orders-view.ts';

/** A projection of topics over the log in memory, on whatever database. */
export function describeProjections(open: OpenDatabase): void {
  const start = async () => {
    const transport = openMemoryLog();
    onTestFinished(() => transport.close());
    await transport.ensureTopics([ordersChannel, stockChannel]);
    const database = await open();
    const { registry, publish } = publishing(transport);
    const project = async (which: Projection = ordersView, options: Partial<OpenProjectionOptions> = {}) => {
      const opened = await openProjection(which, { database, transport, registry, ...options });
      onTestFinished(opened.close);
      return opened;
    };
    let ids = 0;
    const tell = (...events: readonly OrderEvent[]) =>
      publish(
        events.map((event) => {
          ids += 1;
          return { id: `event-${ids}`, event };
        }),
      );
    return { transport, database, registry, publish, tell, project };
  };
  const view = (database: Database) => database.transaction(readView);
  const story: readonly OrderEvent[] = [
    { placed: 'a', total: 5 },
    { confirmed: 'a' },
    { stock: 'mug', quantity: 3 },
    { placed: 'b', total: 7 },
    { stock: 'mug', quantity: 2 },
    { stock: 'tea', quantity: 1 },
    { stock: 'tea', quantity: null },
  ];
  const settled = (database: Database, events: readonly OrderEvent[]) =>
    vi.waitFor(async () => expect(await view(database)).toEqual(fold(events)), { timeout: 10_000, interval: 20 });
  const isLive = async (database: Database, build: number): Promise<void> => {
    const builds = await listProjections(database);
    expect(builds.filter(({ state }) => state === 'live')).toMatchObject([{ build }]);
  };
  const untilLive = (database: Database, build: number) =>
    vi.waitFor(() => isLive(database, build), { timeout: 10_000, interval: 20 });

  describe('a projection', () => {
    it('joins topics from their beginning, and goes on where it stopped', async () => {
      const { database, tell, project } = await start();
      await tell(...story);
      const first = await project();
      await settled(database, story);
      await first.close();

      const more: OrderEvent[] = [{ confirmed: 'b' }, { placed: 'a', total: 1 }];
      await tell(...more);
      await project();

      await settled(database, [...story, ...more]);
    });

    it('applies an event once that stands on its topic twice', async () => {
      const { database, publish, tell, project } = await start();
      await publish([
        { id: 'one', event: { placed: 'a', total: 5 } },
        { id: 'one', event: { placed: 'a', total: 5 } },
      ]);
      await project();
      await settled(database, [{ placed: 'a', total: 5 }]);
      await publish([{ id: 'one', event: { placed: 'a', total: 5 } }]);
      await tell({ confirmed: 'a' });

      await settled(database, [{ placed: 'a', total: 5 }, { confirmed: 'a' }]);
    });

    it.each<CrashPoint>(['before-effect', 'after-effect', 'after-commit'])(
      'has each effect once, though it fails %s',
      async (point) => {
        const { database, tell, project } = await start();
        await tell(...story);
        let failures = 0;
        const crashPoints = (reached: CrashPoint): void => {
          if (reached !== point || failures === 2) return;
          failures += 1;
          throw new Error(`failed ${point}`);
        };
        await project(ordersView, { crashPoints, batch: 3 });
        await settled(database, story);
        await tell({ confirmed: 'b' });
        await settled(database, [...story, { confirmed: 'b' }]);

        expect(failures).toBe(2);
      },
    );

    it('handles together what follows one another, in order, and once', async () => {
      const { database, publish, tell, project } = await start();
      const runs: number[] = [];
      const batched = projection({
        name: 'batched',
        version: 1,
        tables: 'create table placed (id text, n integer generated always as identity)',
        from: ordersApplication,
        handlers: {
          orderPlaced: together(async (events, { tx }) => {
            runs.push(events.length);
            await tx.query('insert into placed (id) select * from unnest($1::text[])', [events.map(({ id }) => id)]);
          }),
          orderConfirmed: async ({ id }, { tx }) => void (await tx.query('insert into placed (id) values ($1)', [id])),
        },
      });
      const events: readonly OrderEvent[] = [
        { placed: 'a', total: 1 },
        { placed: 'a', total: 2 },
        { confirmed: 'a' },
        { placed: 'a', total: 3 },
      ];
      await tell(...events);
      await publish([{ id: 'event-2', event: { placed: 'a', total: 2 } }]);
      await tell({ placed: 'a', total: 4 });
      const opened = await project(batched);
      await vi.waitFor(() => expect(opened.accounting.received).toBe(6), 10_000);
      await vi.waitFor(() => expect(opened.accounting.inFlight).toBe(0), 10_000);

      const rows = await database.transaction((tx) => tx.query('select id from placed order by n'));
      expect(rows.map(({ id }) => id)).toEqual(['event-1', 'event-2', 'event-3', 'event-4', 'event-5']);
      expect(opened.accounting).toMatchObject({ applied: 5, deduplicated: 1 });
      expect(Math.max(...runs)).toBe(2);
    });

    it('stops at an event that it cannot apply, says which, and leaves nothing out', async () => {
      const { database, tell, project } = await start();
      let broken = true;
      const picky = projection({
        name: 'picky',
        version: 1,
        tables: 'create table applied (id text, at integer generated always as identity)',
        from: ordersApplication,
        handlers: {
          orderPlaced: async ({ value }, { tx }) => {
            if (broken && value.order === 'b') throw new Error('unlucky');
            await tx.query('insert into applied (id) values ($1)', [value.order]);
          },
        },
      });
      const opened = await project(picky);
      const applied = async (): Promise<number> =>
        (await database.transaction((tx) => tx.query('select id from applied'))).length;
      await tell({ placed: 'b', total: 1 });
      await tell({ placed: 'b', total: 2 });
      await tell({ placed: 'a', total: 1 });
      await vi.waitFor(async () => {
        expect(await opened.status()).toMatchObject([
          { error: expect.stringMatching(/^shop\.orders\/\d+\/0: unlucky$/) },
        ]);
      }, 5_000);
      expect(await applied()).toBeLessThan(2);
      expect(opened.trouble?.error).toMatchObject({ cause: new Error('unlucky') });
      broken = false;

      await vi.waitFor(async () => expect(await applied()).toBe(3), 5_000);
      expect(await opened.status()).toMatchObject([{ error: undefined }]);
      await vi.waitFor(() => expect(opened.trouble).toBeUndefined());
    });

    it('passes over what nobody can read, and counts it', async () => {
      const { transport, database, tell, project } = await start();
      await transport.publish([{ topic: 'shop.orders', key: null, value: Uint8Array.of(9), headers: new Map() }]);
      await tell({ placed: 'a', total: 5 });
      const opened = await project();

      await settled(database, [{ placed: 'a', total: 5 }]);
      await vi.waitFor(async () => expect(await opened.status()).toMatchObject([{ events: 1, unreadable: 1 }]));
    });

    it('waits while the registry is away', async () => {
      const { database, registry, tell, project } = await start();
      registry.failure = 'REGISTRY_UNAVAILABLE';
      await tell(...story);
      const opened = await project();
      await vi.waitFor(async () =>
        expect(await opened.status()).toMatchObject([{ error: expect.stringContaining('REGISTRY_UNAVAILABLE') }]),
      );
      registry.failure = undefined;
      await settled(database, story);
    });

    it('is run by one process at a time, and by another one once that is gone', async () => {
      const { database, tell, project } = await start();
      const first = await project();
      const second = await project();
      await tell(...story);
      await settled(database, story);
      await first.close();
      await tell({ confirmed: 'b' });
      await settled(database, [...story, { confirmed: 'b' }]);
      await second.close();
    });

    it('does nothing with a build that another process has taken', async () => {
      const { database, tell, project } = await start();
      const opened = await project();
      await tell({ placed: 'a', total: 5 });
      await settled(database, [{ placed: 'a', total: 5 }]);
      const lease = (until: string) =>
        database.transaction((tx) =>
          tx.query(`update eventwright_projection_build set runner = gen_random_uuid(), lease_until = ${until}`),
        );
      await lease("clock_timestamp() + interval '1 hour'");
      const [position] = await tell({ confirmed: 'a' });

      expect(await opened.reached(position ?? expect.fail('none'), { within: 1_500 })).toBe(false);
      expect(await view(database)).toEqual(fold([{ placed: 'a', total: 5 }]));
      await lease('clock_timestamp()');
      await settled(database, [{ placed: 'a', total: 5 }, { confirmed: 'a' }]);
    });

    it('reaches the place of what was sent', async () => {
      const { tell, project, database } = await start();
      const opened = await project();
      const [position] = await tell({ placed: 'a', total: 5 });
      const there = position ?? expect.fail('nothing was published');

      expect(await opened.reached(there, { within: 10_000 })).toBe(true);
      expect(await view(database)).toEqual(fold([{ placed: 'a', total: 5 }]));
      expect(await opened.reached({ ...there, offset: there.offset + 1n }, { within: 10 })).toBe(false);
      await expect(opened.reached({ ...there, topic: 'elsewhere' }, { within: 10 })).rejects.toThrow(
        '[CONFIGURATION_INVALID] Projection orders does not read elsewhere',
      );
      await expect(opened.reached({ id: 'x', topic: 'shop.orders' }, { within: 10 })).rejects.toThrow('until()');
    });

    it('answers once the view says what is waited for', async () => {
      const { tell, project } = await start();
      const opened = await project();
      const orderOf = (id: string) => opened.until(async (tx) => (await readView(tx)).orders[id], { within: 10_000 });
      const waiting = orderOf('a');
      await tell({ placed: 'a', total: 5 });

      expect(await waiting).toEqual({ total: 5, confirmed: 0 });
      expect(await opened.until(async () => undefined, { within: 10 })).toBeUndefined();
    });
  });

  describe('a rebuild', () => {
    it('makes the same view beside the live one, and drops the old tables', async () => {
      const { database, tell, project } = await start();
      await tell(...story);
      const opened = await project();
      await settled(database, story);
      // What no event said is gone afterwards.
      await database.transaction((tx) => tx.query("insert into order_view (id, total) values ('ghost', 1)"));

      expect(await rebuildProjection(database, 'orders')).toBe(2);
      await tell({ confirmed: 'b' });
      await untilLive(database, 2);

      await settled(database, [...story, { confirmed: 'b' }]);
      await vi.waitFor(async () => expect(await opened.status()).toMatchObject([{ build: 2, state: 'live' }]), 5_000);
      expect(await rebuildProjection(database, 'nothing')).toBeUndefined();
    });

    it('of a newer version keeps the older one up to date until it takes its place', async () => {
      const { database, tell, project } = await start();
      await tell(...story);
      const first = await project();
      await settled(database, story);
      await first.close();

      let hold = true;
      const newer = projection({
        name: 'orders',
        version: 2,
        tables: tables.replace('order_view (', 'order_view (note text, '),
        from: ordersApplication,
        handlers: {
          orderPlaced: async ({ value }, { tx }) => {
            if (hold) throw new Error('not yet');
            await tx.query('insert into order_view (id, total, note) values ($1, $2, $3)', [
              value.order,
              value.total,
              'new',
            ]);
          },
        },
      });
      await project(newer, { previous: [ordersView] });
      await tell({ placed: 'c', total: 9 });
      await settled(database, [...story, { placed: 'c', total: 9 }]);
      await isLive(database, 1);
      hold = false;
      await untilLive(database, 2);

      const rows = await database.transaction((tx) => tx.query('select id, note from order_view order by id'));
      expect(rows).toEqual(['a', 'b', 'c'].map((id) => ({ id, note: 'new' })));
    });

    it('is not shown while it is behind what was shown', async () => {
      const { database, tell, project } = await start();
      await tell(...story);
      const opened = await project();
      await settled(database, story);
      const shift = (by: number) =>
        database.transaction((tx) =>
          tx.query('update eventwright_projection_position set next = next + $1 where build = 1', [by]),
        );
      await shift(100);
      await opened.rebuild();
      await vi.waitFor(async () => expect(await opened.status()).toMatchObject([{}, { build: 2, behind: 0 }]), 10_000);
      await expect(vi.waitFor(() => isLive(database, 2), 700)).rejects.toThrow();
      await shift(-100);
      await untilLive(database, 2);
      await settled(database, story);
    });

    it('is never asked for by a process with older code', async () => {
      const { database, project } = await start();
      await (await project({ ...ordersView, version: 2 })).close();
      await project(ordersView);

      expect(await listProjections(database)).toMatchObject([{ version: 2, state: 'live' }]);
    });
  });

  it('refuses other tables under the same version', async () => {
    const { project } = await start();
    await project();
    await expect(project({ ...ordersView, tables: `${tables};` })).rejects.toThrow('Give it version 2.');
  });

  it('refuses tables whose names are taken', async () => {
    const { database, project } = await start();
    await database.transaction((tx) => tx.execute('create table order_view (id text)'));
    await expect(project()).rejects.toThrow('[CONFIGURATION_INVALID] The table order_view of projection orders');
  });
}
