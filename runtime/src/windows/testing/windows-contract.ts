import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../core/database.ts';
import { Decimal } from '../../core/decimal.ts';
import { emitWindows } from '../emit-windows.ts';
import { type TumblingWindow, tumblingWindow, type WindowTotals } from '../tumbling-window.ts';

const minute = 60_000;
const noon = Date.parse('2020-01-01T12:00:00Z');

type Sales = TumblingWindow<'revenue' | 'items'>;

let names = 0;

/** A window of its own, which closes what is over at once. */
async function windowIn(database: Database, lateness = 0): Promise<Sales> {
  names += 1;
  const window = tumblingWindow({
    name: `sales-${process.pid}-${names}`,
    size: minute,
    lateness,
    measures: ['revenue', 'items'],
  });
  await window.prepare(database);
  return window;
}

const sale = (milliseconds: number, revenue: string, key = 'EUR') => ({
  at: new Date(noon + milliseconds),
  key,
  amounts: { revenue: Decimal.of(revenue), items: 1 },
});

const shown = ({ key, start, events, totals, late, closedAt }: WindowTotals<'revenue' | 'items'>) => ({
  key,
  minute: (start.getTime() - noon) / minute,
  events,
  revenue: totals.revenue.toString(),
  items: totals.items.toString(),
  late,
  closed: closedAt !== undefined,
});

/** What windows promise, on a database. */
export function describeWindows(open: () => Promise<Database>): void {
  describe('tumblingWindow', () => {
    it('sums by the time of events, with every digit, for each key', async () => {
      const database = await open();
      const window = await windowIn(database);
      const added = await database.transaction(async (tx) => [
        await window.add(tx, sale(0, '12.50')),
        await window.add(tx, sale(59_999, '0.10')),
        await window.add(tx, sale(60_000, '1')),
        await window.add(tx, sale(1, '7.25', 'SEK')),
        await window.add(tx, { ...sale(-1, '3'), amounts: { revenue: 3n, items: 2 } }),
      ]);
      expect(new Set(added)).toEqual(new Set(['counted']));
      const open_ = { late: 0n, closed: false };
      const all = await database.transaction((tx) => window.read(tx));
      expect(all.map(shown)).toEqual([
        { key: 'EUR', minute: -1, events: 1n, revenue: '3', items: '2', ...open_ },
        { key: 'EUR', minute: 0, events: 2n, revenue: '12.60', items: '2', ...open_ },
        { key: 'SEK', minute: 0, events: 1n, revenue: '7.25', items: '1', ...open_ },
        { key: 'EUR', minute: 1, events: 1n, revenue: '1', items: '1', ...open_ },
      ]);
      const some = await database.transaction((tx) =>
        window.read(tx, { key: 'EUR', from: new Date(noon), to: new Date(noon + minute) }),
      );
      expect(some.map(shown)).toMatchObject([{ key: 'EUR', minute: 0 }]);
      const newest = await database.transaction((tx) => window.read(tx, { limit: 2 }));
      expect(newest.map(shown)).toMatchObject([{ key: 'SEK', minute: 0 }, { minute: 1 }]);
    });

    it('closes what is over once, and counts what comes after that as late', async () => {
      const database = await open();
      const window = await windowIn(database);
      await database.transaction((tx) => window.add(tx, sale(-10 * 24 * 60 * minute, '5')));
      const future = { ...sale(0, '6'), at: new Date(Date.now() + 60 * minute) };
      await database.transaction((tx) => window.add(tx, future));
      const [closed, ...others] = await database.transaction((tx) => window.close(tx));
      expect(others).toEqual([]);
      expect(closed?.totals.revenue.toString()).toBe('5');
      expect(await database.transaction((tx) => window.close(tx))).toEqual([]);
      const late = await database.transaction((tx) => window.add(tx, sale(-10 * 24 * 60 * minute + 5, '9')));
      expect(late).toBe('late');
      const [after] = await database.transaction((tx) => window.read(tx));
      expect(after === undefined ? after : shown(after)).toMatchObject({
        events: 1n,
        revenue: '5',
        late: 1n,
        closed: true,
      });
      expect(await database.transaction((tx) => window.close(tx))).toEqual([]);
    });

    it('stays open while it is being filled from a backlog', async () => {
      const database = await open();
      const window = await windowIn(database, minute);
      await database.transaction((tx) => window.add(tx, sale(-60 * minute, '5')));
      expect(await database.transaction((tx) => window.close(tx))).toEqual([]);
      expect(await database.transaction((tx) => window.add(tx, sale(-60 * minute, '5')))).toBe('counted');
      expect(await database.transaction((tx) => window.close(tx))).toEqual([]);
      await database.transaction((tx) =>
        tx.execute("update eventwright_window set touched_at = touched_at - interval '61 seconds'"),
      );
      const [closed] = await database.transaction((tx) => window.close(tx));
      expect(closed?.totals.revenue.toString()).toBe('10');
    });

    it('leaves nothing of what is rolled back', async () => {
      const database = await open();
      const window = await windowIn(database);
      await database.transaction((tx) => window.add(tx, sale(0, '5')));
      const failing = database.transaction(async (tx) => {
        await window.add(tx, sale(0, '7'));
        await window.close(tx);
        throw new Error('undone');
      });
      await expect(failing).rejects.toThrow('undone');
      const [only] = await database.transaction((tx) => window.read(tx));
      expect(only === undefined ? only : shown(only)).toMatchObject({ revenue: '5', events: 1n, closed: false });
    });

    it('adds up to what a model says, in whatever order events come and windows close', async () => {
      const database = await open();
      const steps = fc.array(
        fc.oneof(
          { weight: 5, arbitrary: fc.record({ at: fc.nat(3), cents: fc.integer({ min: -500, max: 500 }) }) },
          { weight: 1, arbitrary: fc.constant('close' as const) },
        ),
        { maxLength: 25 },
      );
      await fc.assert(
        fc.asyncProperty(steps, async (given) => {
          const window = await windowIn(database);
          const model = new Map<number, { cents: bigint; late: bigint; events: bigint; closed: boolean }>();
          let emitted = 0;
          for (const step of given) {
            if (step === 'close') {
              emitted += (await database.transaction((tx) => window.close(tx))).length;
              for (const entry of model.values()) entry.closed = true;
              continue;
            }
            const entry = model.get(step.at) ?? { cents: 0n, late: 0n, events: 0n, closed: false };
            model.set(step.at, entry);
            if (entry.closed) entry.late += 1n;
            else {
              entry.cents += BigInt(step.cents);
              entry.events += 1n;
            }
            const revenue = Decimal.fromUnscaled(BigInt(step.cents), 2);
            const event = { at: new Date(step.at * minute), amounts: { revenue, items: 1 } };
            await database.transaction((tx) => window.add(tx, event));
          }
          const all = await database.transaction((tx) => window.read(tx));
          expect(emitted).toBe(all.filter(({ closedAt }) => closedAt !== undefined).length);
          const found = all.map(({ start, totals, late, events, closedAt }) => [
            start.getTime() / minute,
            { cents: totals.revenue.rescale(2, 'down').unscaled, late, events, closed: closedAt !== undefined },
          ]);
          expect(new Map(found.map(([at, entry]) => [Number(at), entry]))).toEqual(model);
        }),
        { numRuns: 20 },
      );
    });
  });

  describe('emitWindows', () => {
    it('tells of each window once, again where its transaction fails, by however many instances', async () => {
      const database = await open();
      const window = await windowIn(database);
      for (let index = 0; index < 12; index += 1) {
        await database.transaction((tx) => window.add(tx, sale(-index * minute, String(index))));
      }
      await database.transaction((tx) => tx.execute('create table if not exists told (window_start timestamptz)'));
      let failures = 2;
      const instance = () =>
        emitWindows({
          window,
          transaction: (work) => database.transaction((tx) => work({ tx, send: {} })),
          emit: async ({ start }, { tx }) => {
            await tx.query('insert into told (window_start) values ($1)', [start]);
            if (failures > 0) {
              failures -= 1;
              throw new Error('not this time');
            }
          },
          interval: 5,
          batch: 4,
        });
      const instances = [instance(), instance()];
      const told = () => database.transaction((tx) => tx.query('select distinct window_start from told'));
      await expect.poll(async () => (await told()).length, { timeout: 10_000 }).toBe(12);
      for (const one of instances) await one.close();
      expect(await database.transaction((tx) => tx.query('select window_start from told'))).toHaveLength(12);
    });
  });
}
