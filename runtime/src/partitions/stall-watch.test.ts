import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LogEnd, type Progress, watchForStalls } from './stall-watch.ts';

const place = { topic: 'orders', partition: 0 };
const timeout = 30_000;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** One partition whose claim and whose log are as the test says. */
function watch() {
  const claim: { position: bigint; waitingSince: number | undefined } = {
    position: 5n,
    waitingSince: performance.now(),
  };
  const log = { end: 5n, mayHaveGaps: false };
  const onStalled = vi.fn();
  const readEnds = vi.fn(async (): Promise<readonly LogEnd[]> => [{ ...place, ...log }]);
  const progress = (): readonly Progress[] => [{ ...place, ...claim }];
  const end = watchForStalls({ group: 'g', timeout, progress, readEnds, onStalled });
  return { claim, log, onStalled, readEnds, end };
}

const pass = (milliseconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);

describe('watchForStalls', () => {
  it('finds records that do not arrive, within twice the timeout', async () => {
    const { log, onStalled } = watch();
    await pass(100_000);
    log.end = 6n;
    await pass(29_000);
    expect(onStalled).not.toHaveBeenCalled();
    await pass(31_000);
    expect(onStalled).toHaveBeenCalledWith(
      expect.objectContaining({ code: 'SUBSCRIPTION_STALLED', message: expect.stringContaining('at offset 5') }),
      [{ ...place, offset: 5n }],
    );
  });

  it('has nothing to say where there is nothing to read, however long', async () => {
    const { onStalled, readEnds } = watch();
    await pass(600_000);
    expect(onStalled).not.toHaveBeenCalled();
    expect(readEnds).toHaveBeenCalled();
  });

  it('gives a claim that gets something new time, from its new position', async () => {
    const { claim, log, onStalled } = watch();
    log.end = 100n;
    for (let round = 0; round < 20; round += 1) {
      await pass(25_000);
      claim.position += 1n;
      claim.waitingSince = performance.now();
    }
    expect(onStalled).not.toHaveBeenCalled();
    await pass(60_000);
    expect(onStalled).toHaveBeenCalled();
  });

  it('leaves a claim alone that wants nothing, and does not ask for it', async () => {
    const { claim, log, onStalled, readEnds } = watch();
    claim.waitingSince = undefined;
    log.end = 100n;
    await pass(600_000);
    expect(onStalled).not.toHaveBeenCalled();
    expect(readEnds).not.toHaveBeenCalled();
    claim.waitingSince = performance.now();
    await pass(60_000);
    expect(onStalled).toHaveBeenCalled();
  });

  it('takes no offsets for records that compaction may have removed', async () => {
    const { log, onStalled } = watch();
    log.mayHaveGaps = true;
    log.end = 100n;
    await pass(600_000);
    expect(onStalled).not.toHaveBeenCalled();
    log.end = 101n;
    await pass(60_000);
    expect(onStalled).toHaveBeenCalled();
  });

  it('says nothing while brokers cannot be asked, and goes on when they can', async () => {
    const { log, onStalled, readEnds } = watch();
    log.end = 6n;
    readEnds.mockRejectedValue(new Error('no broker'));
    await pass(600_000);
    expect(onStalled).not.toHaveBeenCalled();
    readEnds.mockResolvedValue([{ ...place, ...log }]);
    await pass(60_000);
    expect(onStalled).toHaveBeenCalled();
  });

  it('asks one question at a time', async () => {
    const { readEnds } = watch();
    readEnds.mockReturnValue(new Promise(() => undefined));
    await pass(600_000);
    expect(readEnds).toHaveBeenCalledOnce();
  });

  it('is over when it is ended, also for an answer that is under way', async () => {
    const { log, onStalled, readEnds, end } = watch();
    log.end = 6n;
    await pass(30_000);
    const answer = Promise.withResolvers<readonly LogEnd[]>();
    readEnds.mockReturnValue(answer.promise);
    await pass(15_000);
    end();
    answer.resolve([{ ...place, ...log }]);
    const asked = readEnds.mock.calls.length;
    await pass(600_000);
    expect(onStalled).not.toHaveBeenCalled();
    expect(readEnds).toHaveBeenCalledTimes(asked);
  });
});
