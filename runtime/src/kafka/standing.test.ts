import { describe, expect, it } from 'vitest';
import { createStanding, type Standing } from './standing.ts';

const assignment = { orders: [0, 1] };

/** Of a member that had the assignment in generation 4. */
function toldToJoinAgain(): Standing {
  const standing = createStanding();
  standing.assigned(assignment);
  standing.answered(4);
  standing.revoked();
  return standing;
}

describe('a member that was told to join again, and has not', () => {
  it('has what it had once heartbeats of its generation are answered that were sent after it was told', () => {
    const standing = toldToJoinAgain();
    expect(standing.assignment).toBeUndefined();
    expect(standing.answered(4)).toBeUndefined();
    expect(standing.answered(4)).toBe(assignment);
    expect(standing.assignment).toBe(assignment);
    expect(standing.answered(4)).toBeUndefined();
  });

  it('has nothing in a generation in which it was given nothing', () => {
    const standing = toldToJoinAgain();
    for (let count = 0; count < 5; count += 1) expect(standing.answered(5)).toBeUndefined();
    expect(standing.assignment).toBeUndefined();
  });

  it('has nothing where the generation of what it had is not known', () => {
    const standing = createStanding();
    standing.assigned(assignment);
    standing.answered(4);
    standing.assigned({ orders: [2] });
    standing.revoked();
    for (let count = 0; count < 5; count += 1) expect(standing.answered(4)).toBeUndefined();
  });
});

describe('a member that has joined', () => {
  it('has what it was given', () => {
    const standing = createStanding();
    expect(standing.assignment).toBeUndefined();
    standing.assigned(assignment);
    expect(standing.assignment).toBe(assignment);
    expect(standing.answered(4)).toBeUndefined();
  });

  it('counts answers anew each time it is told to join again', () => {
    const standing = toldToJoinAgain();
    standing.answered(4);
    standing.revoked();
    expect(standing.answered(4)).toBeUndefined();
    expect(standing.answered(4)).toBe(assignment);
  });
});
