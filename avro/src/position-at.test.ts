import { describe, expect, it } from 'vitest';
import { parseSchema, parseSchemaText } from './parse/parse-schema.ts';
import { resolveSchemas } from './parse/resolve-schemas.ts';
import { positionAt } from './position-at.ts';

const order = `{
  "type": "record", "name": "shop.Order", "aliases": ["Purchase"],
  "fields": [
    { "name": "total", "type": "shop.Money" },
    { "name": "status", "type": ["null", { "type": "enum", "name": "Status",
      "symbols": ["OPEN",
        "PAID"] }], "default": null },
    { "name": "lines", "type": { "type": { "type": "array", "items":
      { "type": "map", "values": "shop.Order", "x/y~z": [ 1,
        2 ] } } } }
  ]
}`;
const money = `{ "type": "fixed",
  "name": "shop.Money",
  "size": 8 }`;

const { schemas, problems } = resolveSchemas([
  { file: 'order.avsc', text: order },
  { file: 'money.avsc', text: money },
]);

function at(location: string): string {
  const schema = schemas.get('order.avsc');
  const position = schema && positionAt(schema, location);
  return position === undefined ? 'nowhere' : `${position.file}:${position.line}:${position.column}`;
}

describe('positionAt', () => {
  it('is asked of a sound schema', () => {
    expect(problems).toEqual([]);
  });

  it.each([
    ['/', 'order.avsc:1:1'],
    ['/name', 'order.avsc:2:29'],
    ['/aliases/0', 'order.avsc:2:55'],
    ['/fields', 'order.avsc:3:13'],
    ['/fields/1', 'order.avsc:5:5'],
    ['/fields/1/name', 'order.avsc:5:15'],
    ['/fields/1/type', 'order.avsc:5:33'],
    ['/fields/1/type/1', 'order.avsc:5:42'],
    ['/fields/1/type/1/symbols', 'order.avsc:6:18'],
    ['/fields/1/type/1/symbols/1', 'order.avsc:7:9'],
    ['/fields/1/default', 'order.avsc:7:32'],
    ['/fields/2/type', 'order.avsc:8:32'],
    ['/fields/2/type/items', 'order.avsc:9:7'],
    ['/fields/2/type/items/x~1y~0z/1', 'order.avsc:10:9'],
  ])('%s is at %s', (location, position) => {
    expect(at(location)).toBe(position);
  });

  it.each([
    ['/fields/0/type', 'order.avsc:4:32'],
    ['/fields/0/type/size', 'money.avsc:3:11'],
    ['/fields/2/type/items/values', 'order.avsc:9:34'],
    ['/fields/2/type/items/values/fields/0/type/name', 'money.avsc:2:11'],
  ])('%s goes from the name of a type to its definition: %s', (location, position) => {
    expect(at(location)).toBe(position);
  });

  it.each([
    ['/fields/0/default', 'order.avsc:4:5'],
    ['/fields/9', 'order.avsc:3:13'],
    ['/fields/0/type/symbols/3', 'order.avsc:4:32'],
    ['/nothing/there', 'order.avsc:1:1'],
  ])('of %s, which is not written, tells what is around it: %s', (location, position) => {
    expect(at(location)).toBe(position);
  });

  it('knows no place of a schema that came as a value', () => {
    expect(positionAt(parseSchema({ type: 'array', items: 'int' }), '/items')).toBeUndefined();
    expect(positionAt(parseSchemaText('"int"', 'a.avsc'), '/')).toEqual({ file: 'a.avsc', line: 1, column: 1 });
  });
});
