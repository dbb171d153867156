import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Database } from '../../core/database.ts';
import { RuntimeError } from '../../core/errors.ts';
import { openEventStore } from '../../event-store/index.ts';
import { accountEvents } from '../../event-store/testing/account.ts';
import type { OpenDatabase } from '../../event-store/testing/database-host.ts';
import { type OpenProjectionOptions, openProjection } from '../index.ts';
import { balances, foldMoves, type Move, readBalances } from './balances.ts';

/** A database whose connection breaks after some commits, so that nobody hears of them. */
function losing(database: Database, lost: readonly number[]) {
  let commits: number | undefined;
  const transaction: Database['transaction'] = async (work, options) => {
    const result = await database.transaction(work, options);
    commits = commits === undefined ? undefined : commits + 1;
    if (commits !== undefined && lost.includes(commits)) throw new RuntimeError('DATABASE_UNAVAILABLE', 'lost');
    return result;
  };
  const begin = (): void => {
    commits = 0;
  };
  const end = (): void => {
    commits = undefined;
  };
  return { database: { ...database, transaction }, begin, end };
}

export function describeStoreProjections(open: OpenDatabase): void {
  const start = async () => {
    const database = await open();
    const store = await openEventStore({ database, events: accountEvents });
    const move = (moves: readonly Move[]) =>
      database.transaction(async (tx) => {
        let last = { transaction: 0n, number: 0n };
        for (const { account, cents } of moves) {
          const name = cents < 0 ? 'withdrawn' : 'deposited';
          const value = { cents: Math.abs(cents) };
          last = (await store.append(tx, account, [{ name, value }], { expected: 'any' })).position;
        }
        return last;
      });
    const project = async (options: Partial<OpenProjectionOptions> = {}) => {
      const opened = await openProjection(balances(store), { database, ...options });
      onTestFinished(opened.close);
      return opened;
    };
    const view = () => database.transaction(readBalances);
    return { database, store, move, project, view };
  };

  describe('a projection of a store', () => {
    it('reaches the position of an append', async () => {
      const { move, project, view } = await start();
      const opened = await project();
      const position = await move([{ account: 'a', cents: 5 }]);

      expect(await opened.reached(position, { within: 10_000 })).toBe(true);
      expect(await view()).toEqual({ a: [5, 1] });
      expect(await opened.reached({ ...position, number: position.number + 1n }, { within: 10 })).toBe(false);
    });

    it('is the fold of its events, whatever the batches and the failures, and so is its rebuild', async () => {
      const moves = fc.array(
        fc.record({ account: fc.constantFrom('a', 'b', 'c'), cents: fc.integer({ min: -99, max: 99 }) }),
        { minLength: 1, maxLength: 30 },
      );
      const plan = fc.record({
        parts: fc.array(moves, { minLength: 1, maxLength: 4 }),
        batch: fc.integer({ min: 1, max: 12 }),
        failures: fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 3 }),
        lost: fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 3 }),
      });
      await fc.assert(
        fc.asyncProperty(plan, async ({ parts, batch, failures, lost }) => {
          const { database, move, project, view } = await start();
          let points = 0;
          const crashPoints = (): void => {
            points += 1;
            if (failures.includes(points)) throw new Error(`failed at point ${points}`);
          };
          const unsure = losing(database, lost);
          const opened = await project({ batch, crashPoints, database: unsure.database });
          unsure.begin();
          let last = { transaction: 0n, number: 0n };
          for (const part of parts) last = await move(part);
          const isReached = async () => expect(await opened.reached(last, { within: 5_000 })).toBe(true);
          await vi.waitFor(isReached, 20_000);
          expect(await view()).toEqual(foldMoves(parts.flat()));

          unsure.end();
          await opened.rebuild();
          await vi.waitFor(
            async () => expect(await opened.status()).toMatchObject([{ build: 2, state: 'live' }]),
            20_000,
          );
          expect(await view()).toEqual(foldMoves(parts.flat()));
          await opened.close();
        }),
        { numRuns: 6 },
      );
    }, 120_000);
  });
}
