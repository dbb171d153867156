import { describe, expect, it } from 'vitest';
import { type RetryPolicy, startRetries } from './retry-policy.ts';

const policy: RetryPolicy = {
  attempts: 3,
  inPlace: { first: 100, longest: 2_000 },
  later: { first: 1_000, longest: 30_000 },
  outage: { first: 500, longest: 10_000 },
  random: () => 0,
};

describe('startRetries', () => {
  it('tries a transient failure in place and then gives up', () => {
    const next = startRetries(policy);
    expect(next({ kind: 'transient' })).toEqual({ kind: 'wait', milliseconds: 100, scope: 'key' });
    expect(next({ kind: 'transient' })).toEqual({ kind: 'wait', milliseconds: 200, scope: 'key' });
    expect(next({ kind: 'transient' })).toEqual({ kind: 'dead', reason: 'exhausted' });
  });

  it('never gives up what the handler wants to be retried later, nor during an outage', () => {
    for (const [kind, longest] of [
      ['later', 30_000],
      ['outage', 10_000],
    ] as const) {
      const next = startRetries(policy);
      for (let failure = 1; failure < 10_000; failure += 1) expect(next({ kind }).kind).toBe('wait');
      expect(next({ kind })).toMatchObject({ milliseconds: longest });
    }
  });

  it('holds up everything in an outage, and only the key for the rest', () => {
    expect(startRetries(policy)({ kind: 'outage' })).toMatchObject({ milliseconds: 500, scope: 'all' });
    expect(startRetries(policy)({ kind: 'later' })).toMatchObject({ milliseconds: 1_000, scope: 'key' });
  });

  it('lets neither outages nor waits use up tries', () => {
    const next = startRetries(policy);
    next({ kind: 'transient' });
    for (let failure = 0; failure < 10; failure += 1) {
      next({ kind: 'outage' });
      next({ kind: 'later' });
    }
    expect(next({ kind: 'transient' })).toEqual({ kind: 'wait', milliseconds: 200, scope: 'key' });
    expect(next({ kind: 'transient' })).toEqual({ kind: 'dead', reason: 'exhausted' });
  });

  it('passes a death sentence on', () => {
    expect(startRetries(policy)({ kind: 'dead', reason: 'fatal' })).toEqual({ kind: 'dead', reason: 'fatal' });
  });
});
