import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTroubleLog } from './trouble-log.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('createTroubleLog', () => {
  it('tells each kind of trouble at once, and the same again only after a while', () => {
    const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
    const tell = createTroubleLog(log, 'shipping');
    for (let times = 0; times < 5; times += 1) tell(new Error('Connection closed'));
    expect(log.warn).toHaveBeenCalledExactlyOnceWith(
      { group: 'shipping', error: 'Connection closed' },
      expect.stringContaining('a fetch failed'),
    );
    tell('no leader');
    expect(log.warn).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(20_000);
    tell('no leader');
    expect(log.warn).toHaveBeenCalledTimes(3);
  });
});
