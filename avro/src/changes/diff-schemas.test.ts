import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryNearPair } from '../../test/arbitrary-near-pair.ts';
import { AvroError } from '../avro-error.ts';
import { isJsonArray, isJsonObject, toJsonValue } from '../json/json-node.ts';
import { jsonText } from '../json/json-text.ts';
import { parseJson } from '../json/parse-json.ts';
import type { JsonObject, JsonValue } from '../model.ts';
import { parseSchema, parseSchemaText } from '../parse/parse-schema.ts';
import { schemaText } from '../schema-text.ts';
import { diffSchemas } from './diff-schemas.ts';
import { schemaChangeKinds } from './schema-change.ts';

const order = (...fields: JsonObject[]): JsonObject => ({ type: 'record', name: 'shop.Order', fields });
const status = (more: JsonObject): JsonObject => ({ type: 'enum', name: 'shop.Status', symbols: ['A', 'B'], ...more });
const hash = (more: JsonObject): JsonObject => ({ type: 'fixed', name: 'shop.Hash', size: 4, ...more });
const decimal = { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 };

/** Kind, places and sentence of each change. */
const told = (from: JsonValue, to: JsonValue): readonly string[] =>
  diffSchemas(from, to).map(
    ({ kind, previous, next, message }) => `${kind} ${previous.location} ${next.location} ${message}`,
  );

const seen = new Set<string>();

describe('diffSchemas', () => {
  it('tells of fields in the order of the next schema, removed ones last', () => {
    expect(
      told(
        order({ name: 'id', type: 'int' }, { name: 'note', type: ['null', 'string'] }),
        order({ name: 'total', type: decimal, default: '\u0000' }, { name: 'id', type: 'long' }),
      ),
    ).toEqual([
      'field-added /fields /fields/0 shop.Order.total, bytes (decimal(9, 2)), was added with the default "\\u0000".',
      'type-changed /fields/0/type /fields/1/type The type of shop.Order.id was changed from int to long.',
      'field-removed /fields/1 /fields shop.Order.note, union of null and string, was removed.',
    ]);
  });

  it('knows a renamed field by its alias', () => {
    expect(
      told(
        order(
          { name: 'id', type: 'int', default: 1, doc: 'Id.' },
          { name: 'b', type: 'int' },
          { name: 'c', type: 'int', default: 1 },
        ),
        order(
          { name: 'c', type: 'int', 'x-pii': true },
          { name: 'number', type: 'int', default: 2, aliases: ['id'], order: 'ignore' },
          { name: 'b', type: 'int', default: 3, aliases: ['z'] },
        ),
      ),
    ).toEqual([
      'fields-reordered /fields /fields The order of the fields of shop.Order was changed from b, c to c, b.',
      'default-removed /fields/2/default /fields/0/default The default 1 of shop.Order.c was removed.',
      'property-changed /fields/2/x-pii /fields/0/x-pii The property "x-pii" of shop.Order.c was added: true.',
      'field-renamed /fields/0/name /fields/1/name shop.Order.number was called "id"; its alias keeps old data readable.',
      'default-changed /fields/0/default /fields/1/default The default of shop.Order.number was changed from 1 to 2.',
      'sort-order-changed /fields/0/order /fields/1/order The sort order of shop.Order.number was changed from "ascending" to "ignore".',
      'doc-changed /fields/0/doc /fields/1/doc The documentation of shop.Order.number was removed.',
      'default-added /fields/1/default /fields/2/default The default 3 of shop.Order.b was added.',
      'aliases-changed /fields/1/aliases /fields/2/aliases The aliases of shop.Order.b were added: ["z"].',
    ]);
  });

  it('tells of symbols', () => {
    expect(
      told(status({ default: 'B' }), status({ symbols: ['C', 'B', 'A'], default: 'A', doc: 'x', aliases: ['Old'] })),
    ).toEqual([
      'symbol-added /symbols /symbols/0 shop.Status has the new symbol "C".',
      'symbols-reordered /symbols /symbols The order of the symbols of shop.Status was changed from A, B to B, A.',
      'enum-default-changed /default /default The default symbol of shop.Status was changed from "B" to "A".',
      'doc-changed /doc /doc The documentation of shop.Status was added.',
      'aliases-changed /aliases /aliases The aliases of shop.Status were added: ["shop.Old"].',
    ]);
  });

  it('tells of a lost symbol and a new name', () => {
    expect(told(status({}), status({ symbols: ['A'], name: 'shop.State' }))).toEqual([
      'name-changed /name /name The name of shop.State was changed from shop.Status to shop.State.',
      'symbol-removed /symbols/1 /symbols shop.State lost the symbol "B".',
    ]);
  });

  it('tells of a namespace', () => {
    expect(told(status({}), status({ name: 'sales.Status' }))).toEqual([
      'namespace-changed /name /name The namespace of sales.Status was changed from shop to sales.',
    ]);
  });

  it('tells of sizes and logical types', () => {
    expect(told(hash({}), hash({ size: 16, logicalType: 'uuid' }))).toEqual([
      'size-changed /size /size The size of shop.Hash was changed from 4 bytes to 16 bytes.',
      'logical-type-changed /logicalType /logicalType The logical type of shop.Hash was changed from none to uuid.',
    ]);
  });

  it('tells of a type of union', () => {
    expect(told('int', ['null', 'long'])).toEqual([
      'branch-added / /0 A value of the schema may now be null.',
      'type-changed / /1 The type of the schema was changed from int to long.',
    ]);
  });

  it('tells of another type', () => {
    expect(told('int', { type: 'array', items: 'int' })).toEqual([
      'type-changed / / The type of the schema was changed from int to array of int.',
    ]);
  });

  it('tells a union of one from its type', () => {
    expect(told('int', ['int'])).toEqual([
      'type-changed / / The type of the schema was changed from int to union of int.',
    ]);
  });

  it('tells of branches', () => {
    expect(told(['null', 'string', hash({})], [hash({ size: 5 }), 'null', 'int'])).toEqual([
      'branches-reordered / / The order of the branches of the schema was changed from null, fixed shop.Hash to fixed shop.Hash, null.',
      'size-changed /2/size /0/size The size of shop.Hash was changed from 4 bytes to 5 bytes.',
      'branch-added / /2 A value of the schema may now be int.',
      'branch-removed /1 / A value of the schema may no longer be string.',
    ]);
  });

  it('tells of what is deep inside', () => {
    expect(
      told(
        { type: 'array', items: order({ name: 'a', type: { type: 'map', values: 'int' } }) },
        { type: 'array', items: order({ name: 'a', type: { type: 'map', values: ['int', 'string'] } }), note: 'x' },
      ),
    ).toEqual([
      'property-changed /note /note The property "note" of the schema was added: "x".',
      'branch-added /items/fields/0/type/values /items/fields/0/type/values/1 A value of shop.Order.a{} may now be string.',
    ]);
  });

  it('tells an error from a record', () => {
    expect(told({ type: 'error', name: 'E', fields: [] }, { type: 'record', name: 'E', fields: [] })).toEqual([
      'type-changed /type /type The type of E was changed from error to record.',
    ]);
  });

  it('gives what was and what is, with positions in the texts', () => {
    const previous = parseSchemaText('{ "type": "enum", "name": "S",\n "symbols": ["A", "B"] }', 's.v1.avsc');
    const next = parseSchemaText('{ "type": "enum", "name": "S", "symbols": ["A"] }', 's.v2.avsc');
    expect(diffSchemas(previous, next)).toEqual([
      {
        kind: 'symbol-removed',
        subject: 'S',
        from: 'B',
        message: 'S lost the symbol "B".',
        previous: { location: '/symbols/1', position: { file: 's.v1.avsc', line: 2, column: 19 } },
        next: { location: '/symbols', position: { file: 's.v2.avsc', line: 1, column: 43 } },
      },
    ]);
  });

  it('does not mind spelling', () => {
    const spelt = { type: { type: 'array', items: { type: 'int' } } };
    expect(told(spelt, { type: 'array', items: 'int' })).toEqual([]);
  });

  it('tells of a type that is used twice once, and ends where types are recursive', () => {
    const twice = (type: JsonValue): JsonObject =>
      order({ name: 'a', type }, { name: 'b', type: 'shop.Hash' }, { name: 'c', type: ['null', 'shop.Order'] });
    expect(told(twice(hash({})), twice(hash({ size: 5 })))).toHaveLength(1);
  });

  it('ends in time where recursive types are of different length', () => {
    const cycle = (length: number, value: JsonValue): JsonValue =>
      Array.from({ length }).reduce<JsonValue>(
        (next, _, index) => ({
          type: 'record',
          name: `n${length - index}.R`,
          fields: [
            { name: 'next', type: next },
            { name: 'value', type: value },
          ],
        }),
        ['null', 'n1.R'],
      );
    expect(told(cycle(130, 'int'), cycle(131, 'long'))).toContain(
      'type-changed /fields/1/type /fields/1/type The type of n1.R.value was changed from int to long.',
    );
  });

  it('finds nothing exactly where the texts of the schemas are the same', () => {
    fc.assert(
      fc.property(arbitraryNearPair, ({ reader, writer }) => {
        fc.pre(isSound(reader) && isSound(writer));
        const changes = diffSchemas(writer, reader);
        for (const { kind } of changes) seen.add(kind);
        expect(changes.length === 0).toBe(textOf(reader) === textOf(writer));
      }),
      { numRuns: 3_000, seed: 1 },
    );
    expect([...seen].sort()).toEqual(schemaChangeKinds.toSorted());
  });
});

function isSound(schema: JsonValue): boolean {
  try {
    return parseSchema(schema) !== undefined;
  } catch (error) {
    if (error instanceof AvroError) return false;
    throw error;
  }
}

/** The text of the schema, aliases as a set. */
function textOf(schema: JsonValue): string {
  const { node } = parseJson(schemaText(schema), 'a.avsc');
  return node === undefined ? '' : jsonText(withSortedAliases(toJsonValue(node)));
}

function withSortedAliases(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map(withSortedAliases);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      const isAliases = key === 'aliases' && isJsonArray(member);
      return [key, isAliases ? [...new Set(member)].toSorted() : withSortedAliases(member)];
    }),
  );
}
