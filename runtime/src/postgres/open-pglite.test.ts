import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { recordingLogger } from '../core/testing/recording-logger.ts';
import { describeDatabase } from './database-contract.ts';
import { openPglite } from './open-pglite.ts';
import { startPglite } from './start-pglite.ts';

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

it('says that it is for demos, and what to use instead', async () => {
  const log = recordingLogger();
  const pglite = await openPglite({ log });
  await pglite.close();
  expect(log.lines).toEqual([
    {
      level: 'warn',
      details: { directory: 'in memory', instead: expect.stringContaining('DATABASE_URL_<SERVICE>') },
      message: expect.stringMatching(/^DEMO DATABASE: for a single process, .* not for production$/),
    },
  ]);
});

it('keeps the event loop free while it works', async () => {
  const pglite = await openPglite();
  const database = await pglite.database('orders');
  let ticks = 0;
  const ticking = setInterval(() => {
    ticks += 1;
  }, 1);
  await database.transaction((tx) => tx.query('select count(*) from generate_series(1, 2000000)'));
  clearInterval(ticking);
  await pglite.close();
  expect(ticks).toBeGreaterThan(20);
});

it('is unavailable once its thread has ended', async () => {
  const thread = await startPglite(undefined);
  await thread.close();
  await expect(thread.query('select 1', [])).rejects.toThrow('[DATABASE_UNAVAILABLE] PGlite has ended');
});

it('says so where its data cannot be opened', async () => {
  const directory = await newDirectory();
  await writeFile(join(directory, 'ready'), '');
  await mkdir(join(directory, 'data'));
  await writeFile(join(directory, 'data', 'PG_VERSION'), '9');
  await expect(openPglite({ directory })).rejects.toThrow();
  // Somebody who mends it can open it.
  await rm(join(directory, 'ready'));
  await (await openPglite({ directory })).close();
});

it('holds no process that has nothing else to do', async () => {
  const module = JSON.stringify(pathToFileURL(join(import.meta.dirname, 'open-pglite.ts')).href);
  const script = `
    const { openPglite } = await import(${module});
    const database = await (await openPglite()).database('orders');
    console.log(await database.transaction((tx) => tx.query('select 7 as seven')));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  expect(await Promise.all([text(child.stdout), once(child, 'close')])).toEqual(['[ { seven: 7 } ]\n', [0, null]]);
});
