import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitrarySchema } from '../test/arbitrary-schema.ts';
import { canonicalForm } from './canonical-form.ts';
import { toJsonValue } from './json/json-node.ts';
import { parseJson } from './json/parse-json.ts';
import type { JsonValue } from './model.ts';
import { parseSchema, parseSchemaText } from './parse/parse-schema.ts';
import { resolveSchemas } from './parse/resolve-schemas.ts';
import { schemaText } from './schema-text.ts';
import { namedTypes } from './walk.ts';

function jsonOf(text: string): JsonValue {
  const { node } = parseJson(text, 'a.avsc');
  return node === undefined ? null : toJsonValue(node);
}

describe('schemaText', () => {
  it('is read back as an equal schema, for any schema', () => {
    fc.assert(
      fc.property(arbitrarySchema, (json) => {
        const schema = parseSchema(json);
        expect(parseSchema(jsonOf(schemaText(schema)))).toEqual(schema);
      }),
      { numRuns: 500 },
    );
  });

  it('is a fixed point with the same canonical form, for any schema', () => {
    fc.assert(
      fc.property(arbitrarySchema, (json) => {
        const text = schemaText(json);
        expect(schemaText(parseSchemaText(text))).toBe(text);
        expect(canonicalForm(parseSchemaText(text))).toBe(canonicalForm(json));
      }),
    );
  });

  it('writes attributes in a fixed order and types where they are first used', () => {
    const { schemas, problems } = resolveSchemas([
      {
        file: 'order.avsc',
        text: `{"fields": [
          {"type": "Money", "name": "total", "x-b": 2, "x-a": 1, "aliases": ["sum"], "order": "ignore", "doc": "To pay."},
          {"type": ["null", "Money"], "name": "paid", "default": null}
        ], "aliases": ["Purchase"], "doc": "An order.", "name": "Order", "namespace": "shop", "type": "record"}`,
      },
      {
        file: 'money.avsc',
        text: '{"type": "fixed", "size": 8, "name": "shop.Money", "scale": 2, "logicalType": "money"}',
      },
    ]);
    expect(problems).toEqual([]);
    expect(schemaText(schemas.get('order.avsc') ?? null)).toBe(
      '{"type":"record","name":"shop.Order","doc":"An order.","aliases":["shop.Purchase"],"fields":[' +
        '{"name":"total","doc":"To pay.","type":' +
        '{"type":"fixed","name":"shop.Money","size":8,"logicalType":"money","scale":2},' +
        '"order":"ignore","aliases":["sum"],"x-a":1,"x-b":2},' +
        '{"name":"paid","type":["null","shop.Money"],"default":null}]}',
    );
  });

  it('only names the types that are known', () => {
    const order = parseSchema({
      type: 'record',
      name: 'shop.Order',
      fields: [{ name: 'total', type: { type: 'fixed', name: 'Money', size: 8 } }],
    });
    const known = namedTypes(order).filter(({ name }) => name === 'shop.Money');
    expect(schemaText(order, known)).toBe(
      '{"type":"record","name":"shop.Order","fields":[{"name":"total","type":"shop.Money"}]}',
    );
  });

  it('tells a type without namespace from one of the enclosing namespace', () => {
    const schema = parseSchema([
      { type: 'enum', name: 'Status', symbols: ['OUTER'] },
      { type: 'enum', name: 'shop.Status', symbols: ['INNER'] },
      { type: 'record', name: 'shop.Order', fields: [{ name: 'status', type: ['Status', '.Status'] }] },
    ]);
    const text = schemaText(schema);
    expect(text).toContain('"type":["shop.Status",".Status"]');
    expect(parseSchema(jsonOf(text))).toEqual(schema);
  });
});
