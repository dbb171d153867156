import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchForUnclaimed } from './unclaimed-watch.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp() {
  const onUnclaimed = vi.fn();
  return { onUnclaimed, watch: watchForUnclaimed(1_000, onUnclaimed) };
}

describe('watchForUnclaimed', () => {
  it('tells once of records that no claims follow', async () => {
    const { onUnclaimed, watch } = setUp();
    watch.seen();
    watch.seen();
    await vi.advanceTimersByTimeAsync(999);
    expect(onUnclaimed).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(onUnclaimed).toHaveBeenCalledOnce();
    expect(onUnclaimed.mock.calls[0]?.[0]).toMatchObject({ code: 'TRANSPORT_FAILED' });
  });

  it('takes records for those of a fetch that was under way, where claims follow', async () => {
    const { onUnclaimed, watch } = setUp();
    watch.seen();
    expect(await watch.during(Promise.resolve(true))).toBe(true);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(onUnclaimed).not.toHaveBeenCalled();
  });

  it('says nothing while claims are being taken up, however long that takes, and watches on where they were not', async () => {
    const { onUnclaimed, watch } = setUp();
    const taking = Promise.withResolvers<boolean>();
    watch.seen();
    const taken = watch.during(taking.promise);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(onUnclaimed).not.toHaveBeenCalled();
    taking.resolve(false);
    await taken;
    watch.seen();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(onUnclaimed).toHaveBeenCalledOnce();
  });

  it('ends with the member', async () => {
    const { onUnclaimed, watch } = setUp();
    watch.seen();
    watch.end();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(onUnclaimed).not.toHaveBeenCalled();
  });
});
