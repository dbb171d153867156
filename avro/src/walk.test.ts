import { describe, expect, it } from 'vitest';
import { namedTypes, walk } from './walk.ts';

const schema = {
  type: 'record',
  name: 'shop.Order',
  fields: [
    {
      name: 'lines',
      type: { type: 'array', items: { type: 'record', name: 'Line', fields: [{ name: 'of', type: 'Order' }] } },
    },
    { name: 'by', type: ['null', { type: 'map', values: { type: 'fixed', name: 'Id', size: 1 } }] },
    { name: 'last', type: 'Line' },
  ],
};

describe('walk', () => {
  it('visits every schema in the order of the text, a named type once', () => {
    const visited: string[] = [];
    walk(schema, ({ kind }, location) => visited.push(`${kind} ${location}`));
    expect(visited).toEqual([
      'record /',
      'array /fields/0/type',
      'record /fields/0/type/items',
      'union /fields/1/type',
      'primitive /fields/1/type/0',
      'map /fields/1/type/1',
      'fixed /fields/1/type/1/values',
    ]);
  });
});

describe('namedTypes', () => {
  it('lists each named type at its first use', () => {
    expect(namedTypes(schema).map(({ name }) => name)).toEqual(['shop.Order', 'shop.Line', 'shop.Id']);
    expect(namedTypes('int')).toEqual([]);
  });
});
