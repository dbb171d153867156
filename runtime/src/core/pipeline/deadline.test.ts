import { describe, expect, it } from 'vitest';
import { RuntimeError } from '../errors.ts';
import { deferred } from '../testing/deferred.ts';
import { atRest, manualTime } from '../testing/manual-time.ts';
import { startDeadline } from './deadline.ts';

function bench(outer = new AbortController()) {
  const time = manualTime();
  const work = 'the handler of OrderPlaced';
  return { time, outer, deadline: startDeadline({ timeout: 1_000, signal: outer.signal, wait: time.wait, work }) };
}

describe('startDeadline', () => {
  it('gives the work up when its time is over, and says so by the signal', async () => {
    const { time, deadline } = bench();
    const raced = deadline.race(deferred().promise).catch((error: unknown) => error);
    await time.advance(999);
    expect(deadline.signal.aborted).toBe(false);
    await time.advance(1);
    expect(RuntimeError.is(await raced, 'HANDLER_TIMEOUT')).toBe(true);
    expect(deadline.signal.reason).toBe(await raced);
    await expect(raced).resolves.toMatchObject({ message: expect.stringContaining('took longer than 1000 ms') });
  });

  it('passes on how the work ends in time, and leaves nothing behind', async () => {
    const { time, deadline } = bench();
    await expect(deadline.race(Promise.resolve('done'))).resolves.toBe('done');
    await expect(deadline.race(Promise.reject(new Error('boom')))).rejects.toThrow('boom');
    deadline.end();
    await time.advance(2_000);
    expect(deadline.signal.aborted).toBe(false);
    expect(time.waiting).toBe(0);
  });

  it('takes no timer for work that is over within the turn of the event loop', async () => {
    const { time, deadline } = bench();
    const other = bench();
    deadline.end();
    await atRest();
    expect([time.waiting, other.time.waiting]).toEqual([0, 1]);
  });

  it('is aborted with the signal that was given while the work is under way', async () => {
    const { outer, deadline } = bench();
    const { signal } = deadline;
    expect(signal.aborted).toBe(false);
    outer.abort(new Error('partition lost'));
    expect(signal.reason).toEqual(new Error('partition lost'));
  });

  it('is aborted with the signal that was given, also where that was aborted before', () => {
    const { outer, deadline } = bench();
    outer.abort(new Error('partition lost'));
    expect(deadline.signal.reason).toEqual(new Error('partition lost'));
    expect(bench(outer).deadline.signal.aborted).toBe(true);
  });

  it('hears no more of the signal that was given once the work is over', () => {
    const { outer, deadline } = bench();
    deadline.end();
    outer.abort();
    expect(deadline.signal.aborted).toBe(false);
  });
});
