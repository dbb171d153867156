import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchForSilence } from './silence-watch.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('watchForSilence', () => {
  it('finds a consumer that has given no sign of life for long', async () => {
    const onSilent = vi.fn();
    const watch = watchForSilence(onSilent);
    await vi.advanceTimersByTimeAsync(110_000);
    watch.sign();
    await vi.advanceTimersByTimeAsync(110_000);
    expect(onSilent).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(onSilent).toHaveBeenCalledWith(expect.objectContaining({ code: 'TRANSPORT_FAILED' }));
  });

  it('is over when it is ended', async () => {
    const onSilent = vi.fn();
    watchForSilence(onSilent).end();
    await vi.advanceTimersByTimeAsync(300_000);
    expect(onSilent).not.toHaveBeenCalled();
  });
});
