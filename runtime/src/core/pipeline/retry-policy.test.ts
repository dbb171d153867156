import { describe, expect, it } from 'vitest';
import { testPolicy as policy } from '../testing/test-pipeline.ts';
import { startRetries } from './retry-policy.ts';

describe('startRetries', () => {
  it('tries a transient failure in place and then gives up', () => {
    const { next } = startRetries(policy);
    expect(next({ kind: 'transient' })).toEqual({ kind: 'wait', milliseconds: 100, scope: 'key' });
    expect(next({ kind: 'transient' })).toEqual({ kind: 'wait', milliseconds: 200, scope: 'key' });
    expect(next({ kind: 'transient' })).toEqual({ kind: 'dead', reason: 'exhausted' });
  });

  it('waits as long as the failure asks for, and never less than the ladder', () => {
    const later = { ...policy, later: [5_000, 30_000] };
    const { next } = startRetries(later);
    expect(next({ kind: 'retry', after: 8_000 })).toEqual({ kind: 'park', milliseconds: 8_000 });
    expect(next({ kind: 'retry', after: 8_000 })).toEqual({ kind: 'park', milliseconds: 30_000 });
    expect(next({ kind: 'retry', after: 8_000 })).toEqual({ kind: 'dead', reason: 'exhausted' });
    const inPlace = startRetries(policy).next({ kind: 'retry', after: 8_000 });
    expect(inPlace).toEqual({ kind: 'wait', milliseconds: 8_000, scope: 'key' });
  });

  it('never gives up what the handler wants to be retried later, nor during an outage', () => {
    for (const [kind, longest] of [
      ['later', 30_000],
      ['outage', 10_000],
    ] as const) {
      const { next } = startRetries(policy);
      for (let failure = 1; failure < 10_000; failure += 1) expect(next({ kind }).kind).not.toBe('dead');
      expect(next({ kind })).toMatchObject({ milliseconds: longest });
    }
  });

  it('holds up everything in an outage, and only the key for the rest', () => {
    expect(startRetries(policy).next({ kind: 'outage' })).toMatchObject({ milliseconds: 500, scope: 'all' });
    expect(startRetries(policy).next({ kind: 'later' })).toEqual({ kind: 'park', milliseconds: 1_000 });
  });

  it('lets neither outages nor waits use up tries', () => {
    const { next } = startRetries(policy);
    next({ kind: 'transient' });
    for (let failure = 0; failure < 10; failure += 1) {
      next({ kind: 'outage' });
      next({ kind: 'later' });
    }
    expect(next({ kind: 'transient' })).toEqual({ kind: 'wait', milliseconds: 200, scope: 'key' });
    expect(next({ kind: 'transient' })).toEqual({ kind: 'dead', reason: 'exhausted' });
  });

  it('goes on with the ladder of later tries where those in place were used up, and gives up at its end', () => {
    const { next } = startRetries({ ...policy, attempts: 2, later: [5_000, 30_000] });
    expect(next({ kind: 'transient' })).toMatchObject({ kind: 'wait' });
    expect(next({ kind: 'transient' })).toEqual({ kind: 'park', milliseconds: 5_000 });
    expect(next({ kind: 'transient' })).toEqual({ kind: 'park', milliseconds: 30_000 });
    expect(next({ kind: 'transient' })).toEqual({ kind: 'dead', reason: 'exhausted' });
  });

  it('knows where on the ladder a record was that is taken up again', () => {
    const ladder = { ...policy, later: [5_000, 30_000] };
    expect(startRetries(ladder, 3).next({ kind: 'transient' })).toEqual({ kind: 'park', milliseconds: 30_000 });
    expect(startRetries(ladder, 4).next({ kind: 'transient' })).toEqual({ kind: 'dead', reason: 'exhausted' });
    expect(startRetries(ladder, 0).next({ kind: 'transient' })).toMatchObject({ kind: 'wait' });
  });

  it('starts with the ladder for what is useless to try again at once, as far as there is one', () => {
    const { next } = startRetries({ ...policy, later: [5_000] });
    expect(next({ kind: 'retry' })).toEqual({ kind: 'park', milliseconds: 5_000 });
    expect(next({ kind: 'retry' })).toEqual({ kind: 'dead', reason: 'exhausted' });
    expect(startRetries(policy).next({ kind: 'retry' })).toMatchObject({ kind: 'wait', milliseconds: 100 });
  });

  it('doubles waits that the handler asks for also over restarts, by the time since the first failure', () => {
    const waits = [0, 1_000, 3_000, 7_000, 15_000, 100_000].map((elapsed) =>
      startRetries(policy).next({ kind: 'later' }, elapsed),
    );
    expect(waits).toMatchObject([1_000, 2_000, 4_000, 8_000, 16_000, 30_000].map((milliseconds) => ({ milliseconds })));
  });

  it('forgives conflicts between transactions, but not for ever', () => {
    const { next } = startRetries(policy);
    for (let conflict = 0; conflict < 20; conflict += 1) {
      expect(next({ kind: 'conflict' })).toMatchObject({ kind: 'wait', scope: 'key' });
    }
    next({ kind: 'conflict' });
    next({ kind: 'conflict' });
    expect(next({ kind: 'conflict' })).toEqual({ kind: 'dead', reason: 'exhausted' });
  });

  it('passes a death sentence on', () => {
    expect(startRetries(policy).next({ kind: 'dead', reason: 'fatal' })).toEqual({ kind: 'dead', reason: 'fatal' });
  });
});
