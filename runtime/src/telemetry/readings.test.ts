import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openReadings, type Readings } from './readings.ts';

let readings: Readings;

beforeEach(() => {
  readings = openReadings(20);
});

afterEach(() => readings.close());

const names = async () => (await readings.read()).map(({ name }) => name);

describe('openReadings', () => {
  it('reads without sources that fail or hang', async () => {
    readings.watch(() => Promise.reject(new Error('away')));
    readings.watch(() => new Promise(() => undefined));
    readings.watch(async () => [{ name: 'outbox_rows', value: 12 }]);
    await expect(names()).resolves.toEqual(['event_loop_lag', 'outbox_rows']);
  });

  it('does not ask a source that hangs again before it has answered', async () => {
    let asked = 0;
    const { promise, resolve } = Promise.withResolvers<readonly []>();
    readings.watch(() => {
      asked += 1;
      return promise;
    });
    await Promise.all([names(), names()]);
    await names();
    expect(asked).toBe(1);
    resolve([]);
    await names();
    await expect.poll(() => names().then(() => asked)).toBeGreaterThan(1);
  });

  it('asks no more once nobody watches', async () => {
    const unwatch = readings.watch(async () => [{ name: 'outbox_rows', value: 12 }]);
    unwatch();
    await expect(names()).resolves.toEqual(['event_loop_lag']);
  });
});
