import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Database, Row } from '../core/database.ts';
import { migrate } from './migrate.ts';

const first = { id: '1', sql: 'create table a ()' };
const second = { id: '2', sql: 'create table b ()' };

/** A database in which some migrations were applied; it only says what it was asked. */
function databaseWith(applied: readonly (typeof first)[]) {
  const asked: string[] = [];
  const rowsFor = (text: string): readonly Row[] => {
    if (text.includes('to_regclass')) return [{ is_there: applied.length > 0 }];
    if (!text.startsWith('select id')) return [];
    return applied.map(({ id, sql }) => ({ id, checksum: createHash('sha256').update(sql).digest('hex') }));
  };
  const tx = {
    query: async (text: string) => {
      asked.push(text);
      return rowsFor(text);
    },
    execute: async (text: string) => void asked.push(text),
  };
  const database: Database = { transaction: (work) => work(tx), close: async () => undefined };
  return { database, asked };
}

it('only reads where everything is applied: nobody waits for a lock at each start', async () => {
  const { database, asked } = databaseWith([first, second]);
  await migrate(database, [first, second]);
  expect(asked).toEqual([expect.stringContaining('to_regclass'), expect.stringMatching(/^select id/)]);
});

it.each([
  ['the first start', [], [first]],
  ['a new migration', [first], [first, second]],
])('takes the lock before anything is made: %s', async (_, applied, migrations) => {
  const { database, asked } = databaseWith(applied);
  await migrate(database, migrations);
  const firstMade = asked.findIndex((text) => /create/.test(text));
  expect(asked.slice(0, firstMade).join()).toContain('pg_advisory_xact_lock');
  expect(asked).toContain(migrations.at(-1)?.sql);
});
