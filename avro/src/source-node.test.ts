import { describe, expect, it } from 'vitest';
import type { JsonNode } from './json/json-node.ts';
import { toJsonValue } from './json/json-node.ts';
import type { Position } from './model.ts';
import { parseSchema, parseSchemaText } from './parse/parse-schema.ts';
import { resolveSchemas } from './parse/resolve-schemas.ts';
import { originOf, sourceNode } from './source-node.ts';

const text = (name: string): string => `{ "type": "record",\r\n "name": "${name}", "fields": [\r
  { "name": "id", "type": "string" },
  { "name": "codes", "type": { "type": "array", "items": "int" }, "default": [] } ] }`;

const plain = (node: JsonNode | undefined): unknown => (node === undefined ? undefined : toJsonValue(node));

describe('sourceNode', () => {
  it('is what a schema or field was read from', () => {
    const record = parseSchemaText(text('A'));
    if (record.kind !== 'record') throw new Error('no record');
    const origin = originOf(record);
    const [id, codes] = record.fields;
    expect(plain(sourceNode(record, origin))).toEqual(JSON.parse(text('A')));
    expect(plain(id && sourceNode(id, origin))).toEqual({ name: 'id', type: 'string' });
    expect(plain(id && sourceNode(id.type, origin))).toBe('string');
    expect(plain(codes && sourceNode(codes.type, origin))).toEqual({ type: 'array', items: 'int' });
  });

  it('is found for as many schemas as there are, in any order', () => {
    const schemas = Array.from({ length: 30 }, (_, index) => parseSchemaText(text(`A${index}`)));
    for (const schema of [...schemas, ...schemas.toReversed()]) {
      const node = sourceNode(schema, originOf(schema));
      const name = node?.kind === 'object' ? node.members.get('name') : undefined;
      expect(plain(name)).toBe('name' in schema ? schema.name : undefined);
      expect(name?.position).toEqual({ file: 'schema.avsc', line: 2, column: 10 });
    }
  });

  it('is the node itself where JSON with places was given, also beside an empty value at its place', () => {
    const at = (line: number, column: number): Position => ({ file: 'orders.yaml', line, column });
    const scalar = (value: string | null, position: Position): JsonNode => ({
      kind: 'scalar',
      value,
      location: '/',
      position,
    });
    const members = new Map([
      ['doc', scalar(null, at(3, 5))],
      ['type', scalar('array', at(4, 11))],
      ['items', scalar('int', at(5, 12))],
    ]);
    const json: JsonNode = { kind: 'object', members, location: '/', position: at(3, 5) };
    const schema = resolveSchemas([{ file: 'inline', json }]).schemas.get('inline');
    expect(schema && sourceNode(schema, originOf(schema))).toBe(json);
    expect(schema?.kind === 'array' && sourceNode(schema.items, originOf(schema))).toBe(members.get('items'));
  });

  it('is none of a schema that came as a value', () => {
    const schema = parseSchema('int');
    expect(sourceNode(schema, originOf(schema))).toBeUndefined();
  });
});
