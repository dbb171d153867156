import { describe, expect, it } from 'vitest';
import { receiveSettings } from './receive-options.ts';
import { memoryDelivery } from './testing/memory-delivery.ts';

describe('receiveSettings', () => {
  it('fills in the defaults', () => {
    expect(receiveSettings({ attempts: 5 }, undefined)).toEqual({
      attempts: 5,
      later: [],
      timeout: 300_000,
      errors: [],
      expired: 'handle',
      batch: 32,
      window: 256,
      concurrency: 16,
      drainTimeout: 15_000,
      retryLater: { first: 1_000, longest: 30_000 },
    });
  });

  it('tries later where keys can be parked, fills transactions, and gives handlers less time that hold one', () => {
    const delivery = memoryDelivery({ now: () => 0 });
    const later = [5_000, 30_000, 120_000, 600_000, 3_600_000];
    expect(receiveSettings({}, delivery)).toMatchObject({ later, window: 2_048, timeout: 30_000 });
    expect(receiveSettings({ later: [], window: 7, timeout: 8 }, delivery)).toMatchObject({
      later: [],
      window: 7,
      timeout: 8,
    });
  });

  it.each([
    [{ attempts: 0 }, 'receive option "attempts" is 0, expected a whole number, 1 or more'],
    [{ window: 1.5 }, '"window" is 1.5'],
    [{ concurrency: Number.NaN }, '"concurrency" is NaN'],
    [{ batch: 0 }, '"batch" is 0'],
    [{ timeout: 0 }, '"timeout" is 0, expected a whole number'],
    [{ later: [1, -5] }, '"later[1]" is -5, expected a number of milliseconds'],
    [{ drainTimeout: -1 }, '"drainTimeout" is -1, expected a number of milliseconds, 0 or more'],
    [{ retryLater: { first: -1, longest: 1 } }, '"retryLater.first" is -1'],
    [{ retryLater: { first: 1, longest: Number.POSITIVE_INFINITY } }, '"retryLater.longest" is Infinity'],
  ])('refuses %j', (options, problem) => {
    expect(() => receiveSettings(options, undefined)).toThrow(problem);
    expect(() => receiveSettings(options, undefined)).toThrow('[CONFIGURATION_INVALID]');
  });
});
