import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../core/database.ts';
import { openPglite } from '../postgres/index.ts';
import { describeWindows } from './testing/windows-contract.ts';
import { tumblingWindow } from './tumbling-window.ts';

const at: { database?: Database; close?: () => Promise<void> } = {};

beforeAll(async () => {
  const pglite = await openPglite();
  at.close = pglite.close;
  at.database = await pglite.database('windows');
});

afterAll(async () => {
  await at.database?.close();
  await at.close?.();
});

describeWindows(async () => at.database ?? expect.fail('the database is not open'));

it.each([
  ['size', { size: 0 }],
  ['size', { size: 1.5 }],
  ['lateness', { lateness: -1 }],
])('refuses a %s that is none', (option, options) => {
  const making = (): unknown => tumblingWindow({ name: 'sales', size: 60_000, measures: [], ...options });
  expect(making).toThrow(`[CONFIGURATION_INVALID] "${option}" of the window sales is`);
});
