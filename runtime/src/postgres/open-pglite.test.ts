import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Logger } from '../core/client.ts';
import { describeDatabase } from './database-contract.ts';
import { openPglite } from './open-pglite.ts';

describeDatabase('PGlite', () => openPglite());

const directories: string[] = [];

async function newDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'eventwright-pglite-'));
  directories.push(directory);
  return directory;
}

afterAll(async () => {
  for (const directory of directories) await rm(directory, { recursive: true, force: true });
});

it('keeps its data in the directory, which one process may use at a time', { timeout: 60_000 }, async () => {
  const directory = join(await newDirectory(), 'deep', 'down');
  const first = await openPglite({ directory });
  const orders = await first.database('orders');
  await orders.transaction((tx) => tx.execute('create table item (id int); insert into item values (7)'));
  await expect(openPglite({ directory })).rejects.toThrow('[LOG_LOCKED]');
  await first.close();
  await first.close();
  await expect(orders.transaction((tx) => tx.query('select 1'))).rejects.toThrow('[DATABASE_UNAVAILABLE]');
  const second = await openPglite({ directory });
  const again = await second.database('orders');
  expect(await again.transaction((tx) => tx.query('select id from item'))).toEqual([{ id: 7 }]);
  await second.close();
});

it('makes a directory anew whose making broke off', { timeout: 60_000 }, async () => {
  const directory = await newDirectory();
  await mkdir(join(directory, 'data'));
  await writeFile(join(directory, 'data', 'PG_VERSION'), 'half');
  const pglite = await openPglite({ directory });
  await pglite.database('orders');
  await pglite.close();
});

it('says that it is for demos', async () => {
  const said: string[] = [];
  const log: Logger = { info: () => {}, warn: (_, message) => said.push(message), error: () => {} };
  const pglite = await openPglite({ log });
  await pglite.close();
  expect(said).toEqual(['embedded database: a demo for a single process, not for production']);
});
