import { describe, expect, it } from 'vitest';
import { createChangeSignal } from './change-signal.ts';

const never = new AbortController().signal;

describe('createChangeSignal', () => {
  it('keeps a change that comes while nobody waits', async () => {
    const changes = createChangeSignal({ quiet: 1, atMost: 10 });
    changes.notify();
    expect(await changes.next(never)).toBe(true);
  });

  it('takes many changes in a row for one', async () => {
    const changes = createChangeSignal({ quiet: 20, atMost: 10_000 });
    let waits = 0;
    const next = changes.next(never).then(() => (waits += 1));
    for (let change = 0; change < 100; change += 1) {
      changes.notify();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(waits).toBe(0);
    await next;
    const stop = new AbortController();
    const second = changes.next(stop.signal);
    stop.abort();
    expect(await second).toBe(false);
  });

  it('does not wait for ever for changes to end', async () => {
    const changes = createChangeSignal({ quiet: 10_000, atMost: 20 });
    changes.notify();
    expect(await changes.next(never)).toBe(true);
  });

  it('ends the wait when it is aborted, before and meanwhile', async () => {
    const changes = createChangeSignal({ quiet: 1, atMost: 10 });
    expect(await changes.next(AbortSignal.abort())).toBe(false);
    const stop = new AbortController();
    const waiting = changes.next(stop.signal);
    stop.abort();
    expect(await waiting).toBe(false);
  });
});
