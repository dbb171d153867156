import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromTwosComplement, toTwosComplement, toTwosComplementOf } from './twos-complement.ts';

describe("two's complement", () => {
  it.each([
    [0n, '00'],
    [127n, '7f'],
    [128n, '0080'],
    [-128n, '80'],
    [-129n, 'ff7f'],
    [-1n, 'ff'],
    [255n, '00ff'],
  ])("writes %s as Java's BigInteger does", (value, hex) => {
    expect(Buffer.from(toTwosComplement(value)).toString('hex')).toBe(hex);
  });

  it('gives back every number', () => {
    fc.assert(
      fc.property(fc.bigInt(), (value) => {
        expect(fromTwosComplement(toTwosComplement(value))).toBe(value);
      }),
    );
  });

  it('fills fixed sizes with the sign, and refuses what does not fit', () => {
    expect(toTwosComplementOf(-2n, 3)).toEqual(Buffer.from('fffffe', 'hex'));
    expect(toTwosComplementOf(128n, 1)).toBeUndefined();
    expect(toTwosComplementOf(-129n, 1)).toBeUndefined();
    expect(toTwosComplementOf(-128n, 1)).toEqual(Buffer.from('80', 'hex'));
  });
});
