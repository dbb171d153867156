import { describe, expect, it } from 'vitest';
import { AvroError } from '../avro-error.ts';
import { checkReaderWriter } from '../compatibility/check-reader-writer.ts';
import { isSchema } from '../is-schema.ts';
import { maxDepth } from '../json/json-node.ts';
import type { JsonValue, RecordSchema, Schema } from '../model.ts';
import { schemaText } from '../schema-text.ts';
import { parseSchema, parseSchemaText } from './parse-schema.ts';

function errorOf(parse: () => Schema): AvroError {
  try {
    parse();
  } catch (error) {
    if (error instanceof AvroError) return error;
    throw error;
  }
  throw new Error('The schema was accepted.');
}

/** `code location` of every problem of a schema that is refused. */
function refusal(schema: JsonValue): readonly string[] {
  return errorOf(() => parseSchema(schema)).problems.map(({ code, location }) => `${code} ${location}`);
}

function parseRecord(schema: JsonValue): RecordSchema {
  const parsed = parseSchema(schema);
  if (parsed.kind !== 'record') throw new Error(`${parsed.kind} is not a record.`);
  return parsed;
}

const name = 'T';

describe('parseSchema', () => {
  it('reads names in the namespace they stand in', () => {
    const order = parseRecord({
      type: 'record',
      name: 'shop.Order',
      namespace: 'ignored',
      aliases: ['Purchase', 'old.Purchase'],
      fields: [
        { name: 'a', type: { type: 'fixed', name: 'A', size: 1 } },
        { name: 'b', type: { type: 'enum', name: 'B', namespace: 'other', symbols: [] } },
        { name: 'c', type: { type: 'record', name: 'C', namespace: '', fields: [{ name: 'd', type: 'shop.A' }] } },
        { name: 'e', type: ['A', 'other.B', 'Order'] },
      ],
    });
    expect(order.aliases).toEqual(['shop.Purchase', 'old.Purchase']);
    const [a, b, c, e] = order.fields.map(({ type }) => type);
    expect([order, a, b, c].map((type) => type !== undefined && 'name' in type && type.name)).toEqual([
      'shop.Order',
      'shop.A',
      'other.B',
      'C',
    ]);
    expect(c?.kind === 'record' && c.fields[0]?.type).toBe(a);
    expect(e?.kind === 'union' && e.branches).toEqual([a, b, order]);
  });

  it('makes a recursive type a cycle, and finds types that are defined later', () => {
    const node = parseRecord({
      type: 'record',
      name: 'Node',
      fields: [
        { name: 'next', type: ['null', 'Node'] },
        { name: 'label', type: 'Label' },
        { name: 'first', type: { type: 'fixed', name: 'Label', size: 2 } },
      ],
    });
    const [next, label, first] = node.fields.map(({ type }) => type);
    expect(next?.kind === 'union' && next.branches[1]).toBe(node);
    expect(label).toBe(first);
  });

  it('keeps doc, order, aliases, defaults and every other attribute', () => {
    expect(
      parseSchema({
        type: 'error',
        name,
        doc: 'Why.',
        'x-owner': 'shop',
        fields: [{ name: 'f', type: ['null', 'long'], default: 7, order: 'ignore', aliases: ['g'], doc: 'D', x: [1] }],
      }),
    ).toEqual({
      kind: 'record',
      isError: true,
      name: 'T',
      doc: 'Why.',
      aliases: [],
      properties: { 'x-owner': 'shop' },
      fields: [
        {
          name: 'f',
          doc: 'D',
          type: {
            kind: 'union',
            branches: [
              { kind: 'primitive', type: 'null', properties: {} },
              { kind: 'primitive', type: 'long', properties: {} },
            ],
            properties: {},
          },
          default: { value: 7 },
          order: 'ignore',
          aliases: ['g'],
          properties: { x: [1] },
        },
      ],
    });
  });

  it('takes wrapped types and empty unions', () => {
    expect(parseSchema({ type: { type: { type: 'int' } } })).toEqual(parseSchema('int'));
    expect(parseSchema([])).toMatchObject({ kind: 'union', branches: [] });
    expect(parseSchema({ type: ['null', 'int'] })).toMatchObject({ kind: 'union' });
  });

  it('returns a parsed schema, and any part of it, as it is', () => {
    const schema = parseSchema({ type: 'array', items: 'int' });
    expect(parseSchema(schema)).toBe(schema);
    expect(schema.kind === 'array' && isSchema(schema.items)).toBe(true);
    expect(isSchema({ kind: 'primitive', type: 'int', properties: {} })).toBe(false);
  });

  it.each<[string, JsonValue, readonly string[]]>([
    ['null', null, ['AVRO_TYPE_INVALID /']],
    ['an object without type', {}, ['AVRO_TYPE_INVALID /']],
    ['a number as type', { type: 1 }, ['AVRO_TYPE_INVALID /type']],
    ['a complex type by its bare name', 'record', ['AVRO_NAME_UNRESOLVED /']],
    ['an array without items', { type: 'array' }, ['AVRO_TYPE_INVALID /']],
    ['a map without values', { type: 'map' }, ['AVRO_TYPE_INVALID /']],
    ['a record without fields', { type: 'record', name }, ['AVRO_TYPE_INVALID /']],
    ['fields that are no list', { type: 'record', name, fields: {} }, ['AVRO_TYPE_INVALID /fields']],
    ['a field that is no object', { type: 'record', name, fields: ['f'] }, ['AVRO_TYPE_INVALID /fields/0']],
    ['a field without type', { type: 'record', name, fields: [{ name: 'f' }] }, ['AVRO_TYPE_INVALID /fields/0']],
    ['a field without name', { type: 'record', name, fields: [{ type: 'int' }] }, ['AVRO_NAME_INVALID /fields/0']],
    ['a record without name', { type: 'record', fields: [] }, ['AVRO_NAME_INVALID /']],
    [
      'two types without name',
      {
        type: 'map',
        values: { type: 'array', items: { type: 'record', fields: [{ name: 'f', type: { type: 'fixed', size: 1 } }] } },
      },
      ['AVRO_NAME_INVALID /values/items', 'AVRO_NAME_INVALID /values/items/fields/0/type'],
    ],
    [
      'an unknown type beside null',
      ['null', 'Missing', 'Lost'],
      ['AVRO_NAME_UNRESOLVED /1', 'AVRO_NAME_UNRESOLVED /2'],
    ],
    ['a name with a dash', { type: 'fixed', name: 'a-b', size: 1 }, ['AVRO_NAME_INVALID /name']],
    ['a namespace with a dash', { type: 'fixed', name, namespace: 'a-b', size: 1 }, ['AVRO_NAME_INVALID /name']],
    ['a namespace that is no text', { type: 'fixed', name, namespace: 1, size: 1 }, ['AVRO_NAME_INVALID /namespace']],
    ['the name of a primitive', { type: 'fixed', name: 'a.int', size: 1 }, ['AVRO_NAME_INVALID /name']],
    ['an alias that is no name', { type: 'fixed', name, size: 1, aliases: ['1'] }, ['AVRO_NAME_INVALID /aliases/0']],
    ['aliases that are no list', { type: 'fixed', name, size: 1, aliases: 'A' }, ['AVRO_ATTRIBUTE_INVALID /aliases']],
    ['an enum without symbols', { type: 'enum', name }, ['AVRO_ENUM_INVALID /']],
    ['a symbol twice', { type: 'enum', name, symbols: ['A', 'A'] }, ['AVRO_ENUM_INVALID /symbols/1']],
    ['a symbol that is no name', { type: 'enum', name, symbols: ['A B'] }, ['AVRO_NAME_INVALID /symbols/0']],
    ['a symbol that is no text', { type: 'enum', name, symbols: [1] }, ['AVRO_ENUM_INVALID /symbols/0']],
    [
      'an enum default of no symbol',
      { type: 'enum', name, symbols: ['A'], default: 'B' },
      ['AVRO_ENUM_INVALID /default'],
    ],
    ['a fixed without size', { type: 'fixed', name }, ['AVRO_FIXED_INVALID /']],
    ['a negative size', { type: 'fixed', name, size: -1 }, ['AVRO_FIXED_INVALID /size']],
    ['half a byte', { type: 'fixed', name, size: 0.5 }, ['AVRO_FIXED_INVALID /size']],
    ['a union in a union', ['null', ['int']], ['AVRO_UNION_INVALID /1']],
    [
      'two arrays in a union',
      [
        { type: 'array', items: 'int' },
        { type: 'array', items: 'long' },
      ],
      ['AVRO_UNION_INVALID /1'],
    ],
    ['a type twice in a union', ['int', { type: 'int', logicalType: 'date' }], ['AVRO_UNION_INVALID /1']],
  ])('refuses %s', (_what, schema, problems) => {
    expect(refusal(schema)).toEqual(problems);
  });

  it('collects all problems of a record', () => {
    const schema = {
      type: 'record',
      name: 'T',
      fields: [
        { name: 'a', type: ['string', 'Missing'], default: {} },
        { name: 'a', type: 'int', order: 'up' },
        { name: 'b c', type: { type: 'record', name: 'T', fields: [] } },
        { name: 'd', type: 'int', default: 'x' },
      ],
    };
    expect(refusal(schema).toSorted()).toEqual([
      'AVRO_ATTRIBUTE_INVALID /fields/1/order',
      'AVRO_DEFAULT_INVALID /fields/3/default',
      'AVRO_FIELD_DUPLICATE /fields/1/name',
      'AVRO_NAME_DUPLICATE /fields/2/type/name',
      'AVRO_NAME_INVALID /fields/2/name',
      'AVRO_NAME_UNRESOLVED /fields/0/type/1',
    ]);
  });

  it('says where JSON text belongs', () => {
    expect(errorOf(() => parseSchema('{"type": "int"}')).message).toContain('give it to parseSchemaText');
    expect(errorOf(() => parseSchema('record')).message).toContain('Write { "type": "record", ... }.');
  });

  it('refuses a value nested too deep, also a cyclic one', () => {
    const nested = Array.from({ length: maxDepth + 1 }).reduce<JsonValue>((items) => ({ type: 'array', items }), 'int');
    expect(errorOf(() => parseSchema(nested)).code).toBe('AVRO_TOO_DEEP');
    const cyclic: Record<string, JsonValue> = { type: 'array' };
    cyclic['items'] = cyclic;
    expect(errorOf(() => parseSchema(cyclic)).code).toBe('AVRO_TOO_DEEP');
  });
});

describe('parseSchema with tolerated problems', () => {
  const written = (field: JsonValue): JsonValue => ({ type: 'record', name: 'R', namespace: 'a-b', fields: [field] });
  const tolerated = ['AVRO_NAME_INVALID', 'AVRO_DEFAULT_INVALID'] as const;

  it('makes a schema of what has no other error', () => {
    const schema = parseSchema(written({ name: 'f', type: 'int', default: 'none' }), { tolerated });
    expect(schema).toMatchObject({
      kind: 'record',
      name: 'a-b.R',
      fields: [{ name: 'f', default: { value: 'none' } }],
    });
  });

  it('still refuses what has another one, and names only that', () => {
    const refused = errorOf(() => parseSchema(written({ name: 'f', type: 'itn' }), { tolerated }));
    expect(refused.problems.map(({ code }) => code)).toEqual(['AVRO_NAME_UNRESOLVED']);
  });

  it('still refuses what would be nested too deep', () => {
    const links = Array.from({ length: 400 }, (_, link) => ({
      type: 'record',
      name: `R${link}`,
      namespace: 'a-b',
      fields: link === 399 ? [] : [{ name: 'next', type: `R${link + 1}` }],
    }));
    expect(errorOf(() => parseSchema(links, { tolerated })).code).toBe('AVRO_TOO_DEEP');
  });
});

describe('parseSchemaText', () => {
  it('keeps the position of types and fields', () => {
    const schema = parseSchemaText(
      '{"type": "record", "name": "T",\n  "fields": [{"name": "f",\n "type": "int"}]}',
      'a.avsc',
    );
    const [field] = schema.kind === 'record' ? schema.fields : [];
    expect(schema.position).toEqual({ file: 'a.avsc', line: 1, column: 1 });
    expect(field?.position).toEqual({ file: 'a.avsc', line: 2, column: 14 });
    expect(field?.type.position).toEqual({ file: 'a.avsc', line: 3, column: 10 });
  });

  it('says what is wrong, where, and what to do', () => {
    const error = errorOf(() => parseSchemaText('{"type": "array",\n "items": "strin"}', 'a.avsc'));
    expect(error.message).toBe(
      'a.avsc:2:11 AVRO_NAME_UNRESOLVED: The type "strin" is not defined. Did you mean "string"? ' +
        'Define it in one of the schema files, or write its full name.',
    );
    expect(error).toMatchObject({
      code: 'AVRO_NAME_UNRESOLVED',
      location: '/items',
      position: { line: 2, column: 11 },
    });
    expect(errorOf(() => parseSchemaText('{"type": "int",}')).code).toBe('AVRO_JSON_INVALID');
  });

  it('handles the deepest schema that it accepts without exhausting the stack', () => {
    const deep = (open: string, close: string, levels: number): string =>
      `${open.repeat(levels)}"int"${close.repeat(levels)}`;
    const schema = parseSchemaText(deep('{"type":"array","items":', '}', maxDepth));
    expect(parseSchemaText(schemaText(schema)).kind).toBe('array');
    expect(checkReaderWriter(schema, parseSchemaText(schemaText(schema))).compatible).toBe(true);
  });

  it('refuses a chain of references that would be nested too deep when written in one', () => {
    const links = Array.from({ length: 400 }, (_, link) => ({
      type: 'record',
      name: `R${link}`,
      fields: link === 399 ? [] : [{ name: 'next', type: `R${link + 1}` }],
    }));
    expect(errorOf(() => parseSchema(links)).code).toBe('AVRO_TOO_DEEP');
  });
});
