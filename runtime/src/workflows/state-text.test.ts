import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../core/decimal.ts';
import { parseState, printState } from './state-text.ts';

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat(8))
  .map(([unscaled, scale]) => Decimal.of(unscaled).times(Decimal.of(`0.${'0'.repeat(scale)}1`)));

const leaf = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.bigInt(),
  fc.date({ noInvalidDate: false }),
  fc.uint8Array(),
  decimal,
);

const { state } = fc.letrec((tie) => ({
  state: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('state')), tie('object'), tie('map'), tie('set')),
  object: fc.dictionary(fc.oneof(fc.constantFrom('$', '$type', 'a', '__proto__'), fc.string()), tie('state'), {
    noNullPrototype: true,
  }),
  map: fc.array(fc.tuple(leaf, tie('state'))).map((pairs) => new Map(pairs)),
  set: fc.array(leaf).map((items) => new Set(items)),
}));

describe('printState', () => {
  it('writes what parseState reads back, whatever it is', () => {
    fc.assert(
      fc.property(state, (value) => {
        expect(parseState(JSON.parse(printState(value)))).toEqual(value);
      }),
    );
  });

  it('leaves out what is undefined, as JSON does', () => {
    expect(printState({ a: undefined, b: [undefined] })).toBe('{"b":[null]}');
  });

  it.each([
    [{ a: { b: () => 1 } }, 'State at a.b is a function.'],
    [{ a: new URL('http://127.0.0.1') }, 'State at a is of the class URL.'],
    [Symbol('x'), 'State is a symbol.'],
  ])('refuses what it could not read back: %o', (value, message) => {
    expect(() => printState(value)).toThrow(message);
  });

  it('refuses what contains itself', () => {
    const loop: { self?: object } = {};
    loop.self = loop;
    expect(() => printState(loop)).toThrow('[VALUE_INVALID] State at self.self.self is more than 100 levels deep');
  });
});

describe('parseState', () => {
  it('says that a later version of the runtime wrote what it does not know', () => {
    expect(() => parseState({ $: ['duration', 5] })).toThrow(
      "[VALUE_UNREADABLE] State has a value of the type 'duration'",
    );
  });
});
