import { describe, expect, it } from 'vitest';
import { createWindowBytes } from './window-bytes.ts';

describe('bytes of windows', () => {
  it('are shared out evenly among the claims that there are', () => {
    const bytes = createWindowBytes(100);
    const claims = Array.from({ length: 4 }, () => new AbortController());
    const shares = claims.map(({ signal }) => {
      bytes.join(signal);
      return bytes.share;
    });
    expect(shares).toEqual([100, 50, 100 / 3, 25]);
    for (const claim of claims.slice(0, 3)) claim.abort();
    expect(bytes.share).toBe(100);
  });

  it('have no share for a claim that has ended', () => {
    const bytes = createWindowBytes(100);
    bytes.join(AbortSignal.abort());
    bytes.join(new AbortController().signal);
    expect(bytes.share).toBe(100);
  });
});
