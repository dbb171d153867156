import { describe, expect, it, vi } from 'vitest';
import { waitByTimer } from './wait.ts';

describe('waitByTimer', () => {
  it('resolves after the time', async () => {
    vi.useFakeTimers();
    let done = false;
    const waiting = waitByTimer(1_000, new AbortController().signal).then(() => {
      done = true;
    });
    await vi.advanceTimersByTimeAsync(999);
    expect(done).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await waiting;
    vi.useRealTimers();
  });

  it('rejects with the reason as soon as the signal is aborted, and leaves no timer', async () => {
    vi.useFakeTimers();
    const ended = new AbortController();
    const waiting = waitByTimer(1_000, ended.signal);
    ended.abort(new Error('closing'));
    await expect(waiting).rejects.toThrow('closing');
    await expect(waitByTimer(1_000, ended.signal)).rejects.toThrow('closing');
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it('waits a long time where that is longer than a timer can be', async () => {
    vi.useFakeTimers();
    const ended = new AbortController();
    const over = vi.fn();
    const waiting = waitByTimer(Number.MAX_SAFE_INTEGER, ended.signal).then(over, () => undefined);
    await vi.advanceTimersByTimeAsync(24 * 60 * 60 * 1000);
    ended.abort();
    await waiting;
    vi.useRealTimers();
    expect(over).not.toHaveBeenCalled();
  });
});
