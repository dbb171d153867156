import { parseSchema } from '@eventwright/avro';
import { describe, expect, it } from 'vitest';
import { fieldRows } from './field-rows.ts';
import { plainTypeText } from './type-text.ts';

const money = {
  type: 'record',
  name: 'shop.Money',
  fields: [{ name: 'amount', type: { type: 'bytes', logicalType: 'decimal', precision: 12, scale: 2 } }],
};

describe('fieldRows', () => {
  it('tells the fields of records inside of fields after them, through arrays, maps and unions', () => {
    const schema = parseSchema({
      type: 'record',
      name: 'shop.Order',
      fields: [
        {
          name: 'lines',
          type: {
            type: 'array',
            items: { type: 'record', name: 'shop.Line', fields: [{ name: 'price', type: money }] },
          },
        },
        { name: 'rebate', type: ['null', 'shop.Money'], default: null },
        { name: 'tags', type: { type: 'map', values: 'string' } },
      ],
    });

    expect(fieldRows(schema).map(({ path, type }) => [path, plainTypeText(type)])).toEqual([
      ['lines', 'array of Line'],
      ['lines.price', 'Money'],
      ['lines.price.amount', 'decimal(12, 2)'],
      ['rebate', 'Money or null'],
      ['rebate.amount', 'decimal(12, 2)'],
      ['tags', 'map of string'],
    ]);
  });

  it('tells a record that contains itself once, and says so', () => {
    const schema = parseSchema({
      type: 'record',
      name: 'Tree',
      fields: [{ name: 'children', type: { type: 'array', items: 'Tree' } }],
    });

    expect(fieldRows(schema)).toMatchObject([{ path: 'children', recursive: true }]);
  });

  it('finds the mark of personal data on the field and on the type of its values', () => {
    const schema = parseSchema({
      type: 'record',
      name: 'Customer',
      fields: [
        { name: 'name', type: 'string', 'x-pii': true },
        { name: 'phone', type: ['null', { type: 'string', 'x-pii': true }], default: null },
        { name: 'locale', type: 'string', 'x-pii': false },
      ],
    });

    expect(fieldRows(schema).map(({ pii }) => pii)).toEqual([true, true, false]);
  });
});
