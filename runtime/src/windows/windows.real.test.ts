import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../core/database.ts';
import { connectPostgres } from '../postgres/index.ts';
import { describeWindows } from './testing/windows-contract.ts';
import { tumblingWindow } from './tumbling-window.ts';

const url = process.env['POSTGRES_URL'] ?? '';
const at: { database?: Database } = {};

beforeAll(async () => {
  at.database = await connectPostgres({ url, schema: `windows_${process.pid}` });
});

afterAll(async () => {
  await at.database?.close();
});

const open = async (): Promise<Database> => at.database ?? expect.fail('the database is not open');

describeWindows(open);

it('counts every event in its window or as late, while others close it', async () => {
  const database = await open();
  const window = tumblingWindow({ name: 'storm', size: 60_000, lateness: 0, measures: ['one'] });
  await window.prepare(database);
  const told: bigint[] = [];
  const add = (index: number): Promise<unknown> =>
    database.transaction((tx) => window.add(tx, { at: new Date(index % 3), amounts: { one: 1 } }));
  let isOver = false;
  const closing = (async () => {
    while (!isOver) {
      const closed = await database.transaction((tx) => window.close(tx));
      told.push(...closed.map(({ events }) => events));
    }
  })();
  await Promise.all(Array.from({ length: 200 }, (_, index) => add(index)));
  isOver = true;
  await closing;
  const [only] = await database.transaction((tx) => window.read(tx));
  expect((only?.events ?? 0n) + (only?.late ?? 0n)).toBe(200n);
  expect(only?.totals.one.toString()).toBe(String(only?.events));
  // What was told is what stands there: nothing was added after it.
  expect(told).toEqual(only?.closedAt === undefined ? [] : [only.events]);
});
