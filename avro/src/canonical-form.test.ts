import { describe, expect, it } from 'vitest';
import { canonicalForm } from './canonical-form.ts';

describe('canonicalForm', () => {
  it('writes the full name at each use, and the definition at the first only', () => {
    const schema = {
      type: 'record',
      name: 'Order',
      namespace: 'shop',
      doc: 'An order.',
      fields: [
        { name: 'price', type: { type: 'fixed', name: 'Amount', size: 8, logicalType: 'decimal', precision: 9 } },
        { name: 'paid', type: ['null', 'Amount'], default: null, order: 'ignore' },
        { name: 'parent', type: ['null', 'shop.Order'] },
      ],
    };
    expect(canonicalForm(schema)).toBe(
      '{"name":"shop.Order","type":"record","fields":[' +
        '{"name":"price","type":{"name":"shop.Amount","type":"fixed","size":8}},' +
        '{"name":"paid","type":["null","shop.Amount"]},' +
        '{"name":"parent","type":["null","shop.Order"]}]}',
    );
  });

  it('writes an error as a record and a wrapped type as the type itself', () => {
    expect(canonicalForm({ type: 'error', name: 'Failure', fields: [] })).toBe(
      '{"name":"Failure","type":"record","fields":[]}',
    );
    expect(canonicalForm({ type: { type: { type: 'array', items: { type: 'long' } } } })).toBe(
      '{"type":"array","items":"long"}',
    );
  });
});
