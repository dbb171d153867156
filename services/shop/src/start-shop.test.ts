import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPglite } from '@eventwright/runtime/postgres';
import { expect, it, onTestFinished } from 'vitest';
import { startShop } from './start-shop.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

it('lets go of everything where it cannot open, also of what was still opening', { timeout: 60_000 }, async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'eventwright-shop-'));
  onTestFinished(() => rm(dataDirectory, { recursive: true }));
  await writeFile(join(dataDirectory, 'log'), 'in the way of the log');
  await expect(startShop({ engine: 'embedded', dataDirectory, log: quiet })).rejects.toThrow('EEXIST');
  // The directory has one owner at a time.
  await (await openPglite({ directory: join(dataDirectory, 'database') })).close();
});
