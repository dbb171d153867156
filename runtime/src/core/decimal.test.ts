import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal, type Rounding } from './decimal.ts';
import { RuntimeError } from './errors.ts';

const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 12 }))
  .map(([unscaled, scale]) => Decimal.fromUnscaled(unscaled, scale));

function codeOf(action: () => unknown): string | undefined {
  try {
    action();
  } catch (error) {
    return RuntimeError.is(error) ? error.code : String(error);
  }
  return undefined;
}

describe('Decimal.of', () => {
  it.each(['0', '12.50', '-0.05', '1000000000000000000000.000001'])('keeps the digits of %s', (text) => {
    expect(Decimal.of(text).toString()).toBe(text);
  });

  it('takes integers and a leading plus', () => {
    expect([Decimal.of(-7), Decimal.of(10n ** 20n), Decimal.of('+1.0')].map(String)).toEqual([
      '-7',
      '100000000000000000000',
      '1.0',
    ]);
  });

  it.each(['', ' 1', '1.', '.5', '1e3', '0x1', '1_000', 'NaN', '9'.repeat(1001)])('refuses the text %j', (text) => {
    expect(codeOf(() => Decimal.of(text))).toBe('NUMBER_INVALID');
  });

  it.each([0.1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    'refuses the number %d, which may be inexact',
    (value) => {
      expect(codeOf(() => Decimal.of(value))).toBe('NUMBER_INVALID');
    },
  );

  it('reads back what toString wrote, scale and all', () => {
    fc.assert(
      fc.property(decimals, (value) => {
        expect(Decimal.of(value.toString())).toEqual(value);
      }),
    );
  });
});

describe('arithmetic', () => {
  it('adds where binary floating point does not', () => {
    expect(Decimal.of('0.1').plus(Decimal.of('0.2')).toString()).toBe('0.3');
    expect(Decimal.of('19.99').times(3).toString()).toBe('59.97');
    expect(Decimal.of('12.50').minus(Decimal.of('0.005')).toString()).toBe('12.495');
  });

  it('forms a commutative ring', () => {
    fc.assert(
      fc.property(decimals, decimals, decimals, (a, b, c) => {
        expect(a.plus(b).equals(b.plus(a))).toBe(true);
        expect(
          a
            .plus(b)
            .plus(c)
            .equals(a.plus(b.plus(c))),
        ).toBe(true);
        expect(a.times(b).equals(b.times(a))).toBe(true);
        expect(a.times(b.plus(c)).equals(a.times(b).plus(a.times(c)))).toBe(true);
        expect(a.minus(a).isZero()).toBe(true);
        expect(a.plus(a.negate()).isZero()).toBe(true);
      }),
    );
  });

  it('multiplies by integers of either type as by the decimal', () => {
    fc.assert(
      fc.property(decimals, fc.maxSafeInteger(), (value, factor) => {
        const expected = value.times(Decimal.of(factor));
        expect(value.times(factor)).toEqual(expected);
        expect(value.times(BigInt(factor))).toEqual(expected);
      }),
    );
  });
});

describe('comparison', () => {
  it('goes by value, not by scale', () => {
    expect(Decimal.of('1.5').equals(Decimal.of('1.50'))).toBe(true);
    expect(Decimal.of('9').compare(Decimal.of('10'))).toBe(-1);
    expect(Decimal.of('-0').isNegative()).toBe(false);
  });

  it('agrees with the sign of the difference', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        const difference = a.minus(b);
        expect(a.compare(b)).toBe(difference.isZero() ? 0 : difference.isNegative() ? -1 : 1);
        expect(b.compare(a)).toBe(0 - a.compare(b));
        expect(a.abs().isNegative()).toBe(false);
      }),
    );
  });
});

describe('rescale', () => {
  it('refuses to lose digits in silence', () => {
    expect(Decimal.of('1.50').rescale(1).toString()).toBe('1.5');
    expect(codeOf(() => Decimal.of('1.55').rescale(1))).toBe('NUMBER_INVALID');
    expect(codeOf(() => Decimal.of('1').rescale(-1))).toBe('NUMBER_INVALID');
  });

  it.each<[Rounding, string]>([
    ['down', '-2 -1 -1 -0 0 1 1 2'],
    ['up', '-3 -2 -2 -1 1 2 2 3'],
    ['floor', '-3 -2 -2 -1 0 1 1 2'],
    ['ceiling', '-2 -1 -1 -0 1 2 2 3'],
    ['half-up', '-3 -2 -1 -1 1 1 2 3'],
    ['half-even', '-2 -2 -1 -0 0 1 2 2'],
  ])('rounds %s', (rounding, expected) => {
    const values = ['-2.5', '-1.5', '-1.1', '-0.5', '0.5', '1.1', '1.5', '2.5'].map(Decimal.of);
    const rounded = values.map((value) => value.rescale(0, rounding).toString());
    expect(rounded).toEqual(expected.replaceAll('-0', '0').split(' '));
  });

  it('moves the value by less than one unit, by at most half a unit for the nearest', () => {
    const roundings = fc.constantFrom<Rounding>('down', 'up', 'floor', 'ceiling', 'half-up', 'half-even');
    fc.assert(
      fc.property(decimals, fc.integer({ min: 0, max: 12 }), roundings, (value, scale, rounding) => {
        const unit = Decimal.fromUnscaled(1n, scale);
        const error = value.rescale(scale, rounding).minus(value).abs();
        expect(error.compare(unit)).toBe(-1);
        if (rounding.startsWith('half')) expect(error.times(2).compare(unit)).not.toBe(1);
      }),
    );
  });
});

describe('in the company of other values', () => {
  it('is text in JSON, in templates and when inspected', () => {
    const value = Decimal.of('12.50');
    expect(JSON.stringify({ value })).toBe('{"value":"12.50"}');
    expect(`${value}`).toBe('12.50');
    expect(inspect(value)).toBe('Decimal 12.50');
  });

  it('refuses the operators, which would compare and join as text', () => {
    expect(codeOf(() => Decimal.of('9') < Decimal.of('10'))).toBe('NUMBER_INVALID');
  });

  it('cannot be changed', () => {
    expect(Object.isFrozen(Decimal.of(1))).toBe(true);
  });
});
