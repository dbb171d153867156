import { describe, expect, it } from 'vitest';
import { resolveSchemas } from './parse/resolve-schemas.ts';
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

  it('follows a chain of types that is longer than the stack', () => {
    const length = 10_000;
    const link = (i: number) => `{"type": "record", "name": "R${i}", "fields": [{"name": "n", "type": "R${i + 1}"}]}`;
    const text = `[${Array.from({ length }, (_, i) => link(i)).join()}, {"type": "fixed", "name": "R${length}", "size": 1}]`;
    const schema = resolveSchemas([
      { file: 'a.avsc', text },
      { file: 'b.avsc', text: '"Unknown"' },
    ]).schemas.get('a.avsc');
    expect(schema && namedTypes(schema).length).toBe(length + 1);
  });
});
