import { describe, expect, it, vi } from 'vitest';
import { heardPromise } from './heard-promise.ts';

const failing = () => heardPromise(Promise.reject(new Error('no broker')));

describe('heardPromise', () => {
  it('knows nobody who listens until somebody does', async () => {
    const heard = heardPromise(Promise.resolve(1));
    expect(heard.isHeard).toBe(false);
    expect(await heard.promise).toBe(1);
    expect(heard.isHeard).toBe(true);
  });

  it.each<[string, (promise: Promise<unknown>) => unknown]>([
    ['await', async (promise) => expect(await promise.catch(() => 'coped')).toBe('coped')],
    ['then', (promise) => promise.then(undefined, () => undefined)],
    ['catch', (promise) => promise.catch(() => undefined)],
    ['finally', (promise) => promise.finally(() => undefined).catch(() => undefined)],
    ['Promise.all', (promise) => Promise.all([promise]).catch(() => undefined)],
    ['Promise.allSettled', (promise) => Promise.allSettled([promise])],
  ])('hears %s', async (_, listen) => {
    const heard = failing();
    await listen(heard.promise);
    expect(heard.isHeard).toBe(true);
  });

  it('leaves no unhandled rejection where nobody listens, and one where the listener does not cope', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    failing();
    await new Promise(setImmediate);
    expect(unhandled).not.toHaveBeenCalled();
    void failing().promise.then(() => undefined);
    await new Promise(setImmediate);
    expect(unhandled).toHaveBeenCalledOnce();
    process.off('unhandledRejection', unhandled);
  });
});
