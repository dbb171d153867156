import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../core/decimal.ts';
import { publicView } from './public-view.ts';

const view = (fields: readonly object[], paths: readonly string[], value: unknown): unknown =>
  publicView(JSON.stringify({ type: 'record', name: 'R', fields }), paths)(value);

describe('publicView', () => {
  it('shows the fields that are listed, and no other', () => {
    const fields = [
      { name: 'a', type: 'int' },
      { name: 'b', type: 'int' },
    ];
    expect(view(fields, ['b'], { a: 1, b: 2 })).toEqual({ b: 2 });
    expect(view(fields, [], { a: 1, b: 2 })).toEqual({});
  });

  it('shows fields inside of lists, maps and unions by their path', () => {
    const line = {
      type: 'record',
      name: 'Line',
      fields: [
        { name: 'sku', type: 'string' },
        { name: 'note', type: 'string' },
      ],
    };
    const fields = [
      { name: 'lines', type: { type: 'array', items: line } },
      { name: 'byShop', type: { type: 'map', values: ['null', 'Line'] } },
    ];
    const one = { sku: 'MUG', note: 'for Ada' };
    expect(view(fields, ['lines.sku', 'byShop.sku'], { lines: [one], byShop: { north: one, south: null } })).toEqual({
      lines: [{ sku: 'MUG' }],
      byShop: { north: { sku: 'MUG' }, south: null },
    });
  });

  it('writes numbers that others would round as text, and bytes in base64', () => {
    const fields = [
      { name: 'long', type: 'long' },
      { name: 'amount', type: { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 } },
      { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
      { name: 'raw', type: 'bytes' },
    ];
    const value = {
      long: 9_007_199_254_740_993n,
      amount: Decimal.of('12.50'),
      at: new Date(0),
      raw: Uint8Array.of(255),
    };
    expect(view(fields, ['long', 'amount', 'at', 'raw'], value)).toEqual({
      long: '9007199254740993',
      amount: '12.50',
      at: '1970-01-01T00:00:00.000Z',
      raw: '/w==',
    });
  });

  it.each([
    ['a field', { name: 'f', type: 'string', 'x-pii': true }],
    ['a type', { name: 'f', type: { type: 'string', 'x-pii': true } }],
    ['a branch', { name: 'f', type: ['null', { type: 'string', 'x-pii': true }] }],
    ['an item', { name: 'f', type: { type: 'array', items: { type: 'string', 'x-pii': true } } }],
    ['a field that says it in another way', { name: 'f', type: 'string', 'x-pii': 'contact' }],
    ['a record', { name: 'f', type: { type: 'record', name: 'P', 'x-pii': true, fields: [] } }],
  ])('leaves out %s that is personal, though it is listed', (_, field) => {
    expect(view([field, { name: 'g', type: 'int' }], ['f', 'g'], { f: 'Ada', g: 1 })).toEqual({ g: 1 });
  });

  it('shows nothing of a union of which one branch is personal, whichever the value is of', () => {
    const fields = [{ name: 'contact', type: [{ type: 'string', 'x-pii': true }, 'int'] }];
    expect(view(fields, ['contact'], { contact: 7 })).toEqual({});
    expect(view(fields, ['contact'], { contact: 'Ada' })).toEqual({});
  });

  it('tells records of a union apart, so that each leaves out its own', () => {
    const person = {
      type: 'record',
      name: 'Person',
      fields: [
        { name: 'id', type: 'int' },
        { name: 'name', type: 'string', 'x-pii': true },
      ],
    };
    const shop = { type: 'record', name: 'Shop', fields: [{ name: 'name', type: 'string' }] };
    const fields = [{ name: 'who', type: [person, shop] }];
    expect(view(fields, ['who'], { who: { $type: 'Person', id: 1, name: 'Ada' } })).toEqual({ who: { id: 1 } });
    expect(view(fields, ['who'], { who: { $type: 'Shop', name: 'North' } })).toEqual({ who: { name: 'North' } });
  });

  it('shows records that contain themselves', () => {
    const fields = [
      { name: 'id', type: 'int' },
      { name: 'name', type: 'string', 'x-pii': true },
      { name: 'next', type: ['null', 'R'] },
    ];
    const value = { id: 1, name: 'Ada', next: { id: 2, name: 'Bo', next: null } };
    expect(view(fields, ['id', 'next'], value)).toEqual({ id: 1, next: { id: 2, next: null } });
  });
});

/** A schema with some personal places in it, and a value whose text says of each whether it is one. */
interface Made {
  readonly schema: object;
  readonly value: unknown;
}

let names = 0;

const leaf = (isPersonal: boolean): Made => ({
  schema: isPersonal ? { type: 'string', 'x-pii': true } : { type: 'string' },
  value: isPersonal ? 'SECRET' : 'open',
});

/** @param inside Whether all of it is inside of something personal. */
function made(depth: number, inside: boolean): fc.Arbitrary<Made> {
  const leaves = fc.boolean().map((own) => (inside ? { ...leaf(false), value: 'SECRET' } : leaf(own)));
  if (depth === 0) return leaves;
  const below = made(depth - 1, inside);
  const record = fc
    .array(
      fc.boolean().chain((own) => fc.tuple(fc.constant(own), made(depth - 1, inside || own))),
      { maxLength: 4 },
    )
    .map((fields): Made => {
      names += 1;
      return {
        schema: {
          type: 'record',
          name: `R${names}`,
          fields: fields.map(([own, { schema }], index) => ({
            name: `f${index}`,
            type: schema,
            ...(own ? { 'x-pii': true } : {}),
          })),
        },
        value: Object.fromEntries(fields.map(([, { value }], index) => [`f${index}`, value])),
      };
    });
  return fc.oneof(
    leaves,
    record,
    below.map(({ schema, value }): Made => ({ schema: { type: 'array', items: schema }, value: [value, value] })),
    below.map(({ schema, value }): Made => ({ schema: { type: 'map', values: schema }, value: { k: value } })),
    below.map(({ schema, value }): Made => ({ schema: Array.isArray(schema) ? schema : ['null', schema], value })),
  );
}

const count = (text: string, word: string): number => text.split(word).length - 1;

describe('what is shown of any value', () => {
  it('has no personal data in it, and all the rest where all is listed', () => {
    fc.assert(
      fc.property(fc.array(made(3, false), { minLength: 1, maxLength: 4 }), (parts) => {
        const fields = parts.map(({ schema }, index) => ({ name: `p${index}`, type: schema }));
        const value = Object.fromEntries(parts.map((part, index) => [`p${index}`, part.value]));
        const shown = JSON.stringify(
          view(
            fields,
            fields.map(({ name }) => name),
            value,
          ),
        );
        expect(shown).not.toContain('SECRET');
        expect(count(shown, 'open')).toBe(count(JSON.stringify(value), 'open'));
      }),
      { numRuns: 300 },
    );
  });
});
