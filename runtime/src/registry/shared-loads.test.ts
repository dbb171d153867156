import { expect, it } from 'vitest';
import { sharedLoads } from './shared-loads.ts';

it('loads a key once, for all who ask at the same time or later', async () => {
  const load = sharedLoads<string, number>();
  let loads = 0;
  const next = async () => ++loads;
  expect(await Promise.all([load('a', next), load('a', next), load('b', next)])).toEqual([1, 1, 2]);
  expect(await load('a', next)).toBe(1);
});

it('tries again after a failure, which all who asked at the same time share', async () => {
  const load = sharedLoads<string, number>();
  const failing = () => Promise.reject(new Error('down'));
  const both = await Promise.allSettled([load('a', failing), load('a', async () => 1)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await load('a', async () => 2)).toBe(2);
});
