import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openMemoryLog } from '../embedded/index.ts';
import type { ClosePart } from '../process/index.ts';
import { startService } from './start-service.ts';

it('opens what a service needs, to be closed from what receives down to what it stands on', async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'eventwright-service-'));
  const closing: [string, ClosePart][] = [];
  onTestFinished(async () => {
    for (const [, close] of closing.toReversed()) await close();
    await rm(dataDirectory, { recursive: true, force: true });
  });
  const said: string[] = [];
  const write = (_: object, message: string): unknown => said.push(message);

  await startService(
    {
      name: 'billing',
      log: { info: write, warn: write, error: write },
      variables: { DATA_DIRECTORY: dataDirectory },
      connect: async () => openMemoryLog(),
      start: async ({ database, delivery }, defer) => {
        defer('mailer', () => undefined);
        expect(await database.transaction((tx) => tx.query('select 1 as one'))).toEqual([{ one: 1 }]);
        expect(await delivery.status()).toMatchObject({});
        const status = { partitions: [], outage: undefined, stalled: [], lost: [] };
        return { failure: undefined, failed: new Promise(() => undefined), status, close: async () => undefined };
      },
    },
    (name, close) => closing.push([name, close]),
  );

  expect(closing.map(([name]) => name).toReversed()).toEqual([
    'ready',
    'service',
    'mailer',
    'delivery',
    'database',
    'transport',
    'health',
    'metrics',
  ]);
  expect(said).toContain('billing receives');
}, 60_000);
