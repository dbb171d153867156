import { RuntimeError } from './errors.ts';

/** How `rescale` treats digits that do not fit: towards or away from zero, towards an infinity, or to the nearest. */
export type Rounding = 'down' | 'up' | 'floor' | 'ceiling' | 'half-up' | 'half-even';

/** More digits than any amount has; keeps hostile text from costing time. */
const longestText = 1000;

const pattern = /^([+-]?)(\d+)(?:\.(\d+))?$/;

/**
 * An exact decimal number, `unscaled` divided by ten to the power of `scale`; immutable. It keeps the digits after the
 * point as they were written: `12.50` stays `12.50`, and equals `12.5`.
 */
export class Decimal {
  readonly unscaled: bigint;
  /** Digits after the point, 0 or more. */
  readonly scale: number;

  private constructor(unscaled: bigint, scale: number) {
    this.unscaled = unscaled;
    this.scale = scale;
    Object.freeze(this);
  }

  /**
   * From text such as `-12.50` or from an integer. A `number` has to be a safe integer: `0.1` is not a tenth in binary,
   * so write `Decimal.of('0.1')`. Throws `NUMBER_INVALID`.
   */
  static of(value: string | number | bigint): Decimal {
    if (typeof value === 'bigint') return new Decimal(value, 0);
    if (typeof value === 'number') return new Decimal(integerOf(value), 0);
    const match = value.length <= longestText ? pattern.exec(value) : null;
    if (match === null) {
      throw invalid(`${JSON.stringify(value.slice(0, 40))} is no decimal number. Write digits, as in "-12.50".`);
    }
    const [, sign = '', whole = '', fraction = ''] = match;
    const magnitude = BigInt(whole + fraction);
    return new Decimal(sign === '-' ? -magnitude : magnitude, fraction.length);
  }

  /** `Decimal.fromUnscaled(1250n, 2)` is `12.50`. Throws `NUMBER_INVALID` where the scale is no integer from 0. */
  static fromUnscaled(unscaled: bigint, scale: number): Decimal {
    return new Decimal(unscaled, checkedScale(scale));
  }

  plus(other: Decimal): Decimal {
    const scale = Math.max(this.scale, other.scale);
    return new Decimal(unscaledAt(this, scale) + unscaledAt(other, scale), scale);
  }

  minus(other: Decimal): Decimal {
    return this.plus(other.negate());
  }

  /** The exact product, with the digits after the point of both factors. A `number` has to be a safe integer. */
  times(factor: Decimal | bigint | number): Decimal {
    if (factor instanceof Decimal) return new Decimal(this.unscaled * factor.unscaled, this.scale + factor.scale);
    return new Decimal(this.unscaled * (typeof factor === 'bigint' ? factor : integerOf(factor)), this.scale);
  }

  negate(): Decimal {
    return new Decimal(-this.unscaled, this.scale);
  }

  abs(): Decimal {
    return this.isNegative() ? this.negate() : this;
  }

  /** -1, 0 or 1, by numeric value; fits `Array.prototype.sort`. */
  compare(other: Decimal): -1 | 0 | 1 {
    const scale = Math.max(this.scale, other.scale);
    const [left, right] = [unscaledAt(this, scale), unscaledAt(other, scale)];
    if (left === right) return 0;
    return left < right ? -1 : 1;
  }

  /** By numeric value: `1.5` equals `1.50`. */
  equals(other: Decimal): boolean {
    return this.compare(other) === 0;
  }

  isZero(): boolean {
    return this.unscaled === 0n;
  }

  isNegative(): boolean {
    return this.unscaled < 0n;
  }

  isPositive(): boolean {
    return this.unscaled > 0n;
  }

  /**
   * The same number with `scale` digits after the point. Digits that would be lost are rounded as told; without a
   * rounding they throw `NUMBER_INVALID`.
   */
  rescale(scale: number, rounding?: Rounding): Decimal {
    checkedScale(scale);
    if (scale >= this.scale) return new Decimal(unscaledAt(this, scale), scale);
    const divisor = powerOfTen(this.scale - scale);
    const [quotient, remainder] = [this.unscaled / divisor, this.unscaled % divisor];
    if (remainder === 0n) return new Decimal(quotient, scale);
    if (rounding === undefined) {
      throw invalid(`${this} does not fit ${scale} digits after the point. Give a rounding if digits may be lost.`);
    }
    return new Decimal(quotient + roundingStep(quotient, remainder, divisor, rounding), scale);
  }

  /** Plain digits, never an exponent: `-0.05`. `Decimal.of` reads it back to the same scale. */
  toString(): string {
    const digits = (this.unscaled < 0n ? -this.unscaled : this.unscaled).toString().padStart(this.scale + 1, '0');
    const point = digits.length - this.scale;
    const text = this.scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
    return this.unscaled < 0n ? `-${text}` : text;
  }

  /** Text, because a JSON number would not stay exact. */
  toJSON(): string {
    return this.toString();
  }

  /** Only text: without it `a < b` would compare as text and `a + b` would join, both in silence. */
  [Symbol.toPrimitive](hint: 'string' | 'number' | 'default'): string {
    if (hint === 'string') return this.toString();
    throw invalid(
      `The operators + < > do not work on decimals. Use plus, minus, times, compare or equals (on ${this}).`,
    );
  }
}

// The hook of Node's console.log. Not a member: isolated declarations cannot name a registered symbol.
Object.defineProperty(Decimal.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  value(this: Decimal): string {
    return `Decimal ${this}`;
  },
});

function invalid(message: string): RuntimeError {
  return new RuntimeError('NUMBER_INVALID', message);
}

function integerOf(value: number): bigint {
  if (!Number.isSafeInteger(value)) {
    throw invalid(`${value} is no safe integer. Give fractions and large numbers as text, as in Decimal.of('0.1').`);
  }
  return BigInt(value);
}

function checkedScale(scale: number): number {
  if (!Number.isSafeInteger(scale) || scale < 0) throw invalid(`A scale is an integer from 0, not ${scale}.`);
  return scale;
}

function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

/** The unscaled value at a scale that is not smaller than the number's own. */
function unscaledAt(value: Decimal, scale: number): bigint {
  return scale === value.scale ? value.unscaled : value.unscaled * powerOfTen(scale - value.scale);
}

/** What to add to the quotient, which division has truncated towards zero; the remainder is not zero. */
function roundingStep(quotient: bigint, remainder: bigint, divisor: bigint, rounding: Rounding): bigint {
  const away = remainder < 0n ? -1n : 1n;
  const twice = 2n * (remainder < 0n ? -remainder : remainder);
  switch (rounding) {
    case 'down':
      return 0n;
    case 'up':
      return away;
    case 'floor':
      return remainder < 0n ? -1n : 0n;
    case 'ceiling':
      return remainder > 0n ? 1n : 0n;
    case 'half-up':
      return twice >= divisor ? away : 0n;
    case 'half-even':
      return twice > divisor || (twice === divisor && quotient % 2n !== 0n) ? away : 0n;
  }
}
