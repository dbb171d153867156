import { expect, it } from 'vitest';
import type { Database, Row } from '../core/database.ts';
import { dueKeysTogether } from './due-keys-together.ts';

const place = (partition: number) => ({ consumer: 'billing', topic: 'orders', partition });
const due = (nth: number, lane: number, dueIn = 0): Row => ({ place: nth, lane, key: null, due_in: dueIn });

/** A database that answers every question with the rows, and counts its transactions. */
function databaseOf(rows: readonly Row[] | Error) {
  let transactions = 0;
  const query = async () => {
    if (rows instanceof Error) throw rows;
    return rows;
  };
  const database: Database = {
    transaction: (work) => {
      transactions += 1;
      return work({ query, execute: async () => undefined });
    },
    close: async () => undefined,
  };
  return { ask: dueKeysTogether(database), transactions: () => transactions };
}

it('asks once for partitions that ask at the same moment, and gives each its own', async () => {
  const { ask, transactions } = databaseOf([due(1, 10), due(2, 20), due(2, 21), due(2, 22, 700)]);
  const answers = await Promise.all([ask(place(0), 64), ask(place(1), 1), ask(place(2), 64)]);
  expect(answers).toEqual([
    { keys: [{ lane: 10, key: null }], nextIn: undefined },
    { keys: [{ lane: 20, key: null }], nextIn: 700 },
    { keys: [], nextIn: undefined },
  ]);
  expect(transactions()).toBe(1);
});

it('asks again for who comes later', async () => {
  const { ask, transactions } = databaseOf([]);
  await ask(place(0), 64);
  await ask(place(0), 64);
  expect(transactions()).toBe(2);
});

it('tells everybody where the database is away', async () => {
  const { ask } = databaseOf(new Error('no connection'));
  const answers = await Promise.allSettled([ask(place(0), 64), ask(place(1), 64)]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
