import { describe, expect, it } from 'vitest';
import { assert, ClaimFailed, createClaims } from './claims.ts';

function given() {
  const lines: string[] = [];
  let clock = 0;
  const claims = createClaims((line) => lines.push(line), {
    colour: false,
    now: () => {
      clock += 600;
      return clock;
    },
  });
  return { claims, lines };
}

describe('createClaims', () => {
  it('ticks a claim that holds, with what was seen', async () => {
    const { claims, lines } = given();

    await claims.claim('an order is delivered', async () => 'order 7');
    await claims.claim('nothing is lost', async () => undefined);

    expect(lines).toEqual(['✓ an order is delivered (order 7; 0.6 s)', '✓ nothing is lost (0.6 s)']);
    expect(claims.held).toBe(2);
  });

  it('crosses a claim that does not hold, and ends the story', async () => {
    const { claims, lines } = given();

    const failing = claims.claim('nothing is lost', async () => {
      assert(1 + 1 === 3, 'one event is gone');
      return undefined;
    });

    await expect(failing).rejects.toThrow(ClaimFailed);
    expect(lines).toEqual(['✗ nothing is lost: one event is gone']);
    expect(claims.held).toBe(0);
  });
});
