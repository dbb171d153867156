import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitrarySchema } from '../../test/arbitrary-schema.ts';
import { conformanceCases, member } from '../../test/conformance.ts';
import { AvroError } from '../avro-error.ts';
import { isJsonObject } from '../json/json-node.ts';
import type { JsonObject, JsonValue } from '../model.ts';
import { parseSchema } from '../parse/parse-schema.ts';
import { checkReaderWriter } from './check-reader-writer.ts';

const pairs = conformanceCases('pairs.json');
const disagreements = conformanceCases('disagreements.json');

describe('the conformance cases of pairs', () => {
  it.skipIf(pairs.length === 0)(
    'all have the verdict, and where asserted the incompatibilities, of their suite',
    () => {
      let lists = 0;
      for (const entry of pairs) {
        const id = String(entry['id']);
        const result = checkReaderWriter(member(entry, 'reader'), member(entry, 'writer'));
        expect(result.compatible, id).toBe(entry['canRead']);
        for (const [key, actual] of Object.entries(asserted(entry, result))) {
          expect(actual, `${id} ${key}`).toEqual(entry[key]);
          lists += 1;
        }
      }
      console.log(`pairs.json: ${pairs.length} verdicts and ${lists} lists of incompatibilities, all as expected`);
    },
  );
});

type Result = ReturnType<typeof checkReaderWriter>;

/** What the case asserts beside the verdict. */
function asserted(entry: JsonObject, { incompatibilities }: Result): Record<string, unknown> {
  const first = entry['firstIncompatibility'];
  const actualFirst = Object.entries(incompatibilities[0] ?? {}).filter(([key]) => isJsonObject(first) && key in first);
  return {
    ...(entry['incompatibilities'] === undefined ? {} : { incompatibilities }),
    ...(first === undefined ? {} : { firstIncompatibility: Object.fromEntries(actualFirst) }),
    ...(entry['incompatibilityTypes'] === undefined
      ? {}
      : { incompatibilityTypes: incompatibilities.map(({ type }) => type) }),
  };
}

describe('the cases on which suites disagree', () => {
  const decided = disagreements.filter(({ reader, preferred }) => reader !== undefined && preferred !== undefined);

  it.skipIf(decided.length === 0)('are decided as preferred', () => {
    for (const entry of decided) {
      const { compatible, incompatibilities } = checkReaderWriter(member(entry, 'reader'), member(entry, 'writer'));
      const { preferred } = entry;
      if (typeof preferred === 'boolean') expect(compatible, String(entry['id'])).toBe(preferred);
      else if (typeof preferred === 'string' && preferred.startsWith('/'))
        expect(incompatibilities[0]?.location).toBe(preferred);
      else expect(compatible, `${String(entry['id'])}: ${String(preferred)}`).toBe(true);
    }
    console.log(`disagreements.json: ${decided.length} of schemas, all as preferred`);
  });
});

const status = { type: 'enum', name: 'Status', symbols: ['OPEN'] };

function record(name: string, fields: Readonly<Record<string, JsonValue>>, more: JsonObject = {}): JsonObject {
  const list = Object.entries(fields).map(([field, type]) => ({ name: field, type }));
  return { type: 'record', name, fields: list, ...more };
}

describe('checkReaderWriter', () => {
  it('finds every schema compatible with itself', () => {
    fc.assert(
      fc.property(arbitrarySchema, (json) => {
        expect(checkReaderWriter(json, parseSchema(json))).toEqual({ compatible: true, incompatibilities: [] });
      }),
    );
  });

  it('lists every incompatibility in the order of the reader, names before contents', () => {
    const reader = record('Order', {
      id: 'int',
      status: { type: 'enum', name: 'Status', symbols: ['OPEN'] },
      hash: { type: 'fixed', name: 'Hash', size: 16 },
      note: 'string',
    });
    const writer = record('Purchase', {
      hash: { type: 'fixed', name: 'Digest', size: 20 },
      status: { type: 'enum', name: 'Status', symbols: ['PAID', 'OPEN', 'LOST'] },
      id: ['int', 'long'],
    });
    expect(checkReaderWriter(reader, writer).incompatibilities).toEqual([
      { type: 'NAME_MISMATCH', location: '/name', message: 'expected: Purchase' },
      {
        type: 'TYPE_MISMATCH',
        location: '/fields/0/type/1',
        message: 'reader type: INT not compatible with writer type: LONG',
      },
      { type: 'MISSING_ENUM_SYMBOLS', location: '/fields/1/type/symbols', message: '[LOST, PAID]' },
      { type: 'NAME_MISMATCH', location: '/fields/2/type/name', message: 'expected: Digest' },
      { type: 'FIXED_SIZE_MISMATCH', location: '/fields/2/type/size', message: 'expected: 20, found: 16' },
      { type: 'READER_FIELD_MISSING_DEFAULT_VALUE', location: '/fields/3', message: 'note' },
    ]);
  });

  it('refuses a pair that fails inside a union also where it is met again (avsc accepts it)', () => {
    const x = (field: JsonValue): JsonObject => record('X', { f: field });
    const reader = record('R', { p: [x('int'), record('Y', { f: 'string' }, { aliases: ['X'] })], q: 'X' });
    const writer = record('R', { p: x('string'), q: 'X' });
    // As in Java the location is that of the first meeting, which for a branch of a union starts at the root.
    expect(checkReaderWriter(reader, writer).incompatibilities).toMatchObject([
      { type: 'TYPE_MISMATCH', location: '/fields/0/type' },
    ]);
  });

  it('refuses a reader field that matches two writer fields, even inside a union', () => {
    const renamed = { name: 'number', type: 'string', aliases: ['phone'] };
    const reader = [
      { type: 'record', name: 'Person', fields: [renamed] },
      { type: 'map', values: 'string' },
    ];
    const writer = record('Person', { phone: 'string', number: 'string' });
    expect(checkReaderWriter(reader, writer)).toEqual({
      compatible: false,
      incompatibilities: [
        {
          type: 'NAME_MISMATCH',
          location: '/fields/0',
          message: 'Reader record field number matches multiple fields in writer record Person',
        },
      ],
    });
  });

  it('takes a field by its alias, also one that is written twice', () => {
    const number = { name: 'number', type: 'string', aliases: ['phone', 'phone'] };
    expect(
      checkReaderWriter({ type: 'record', name: 'P', fields: [number] }, record('P', { phone: 'string' })),
    ).toEqual({
      compatible: true,
      incompatibilities: [],
    });
  });

  it('compares recursive types and ends', () => {
    const list = (head: JsonValue): JsonObject => record('List', { head, tail: ['null', 'List'] });
    expect(checkReaderWriter(list('long'), list('int')).compatible).toBe(true);
    // The list inside the list is being compared already, and says nothing of its own.
    expect(checkReaderWriter(list('int'), list('long')).incompatibilities).toMatchObject([
      { location: '/fields/0/type', type: 'TYPE_MISMATCH' },
    ]);
  });

  it('takes a missing enum field for a mismatch with the record even if the enum has a default, as Java does', () => {
    const status: JsonObject = { type: 'enum', name: 'Status', symbols: ['OPEN'], default: 'OPEN' };
    expect(checkReaderWriter(record('R', { status }), record('R', {})).incompatibilities).toEqual([
      {
        type: 'TYPE_MISMATCH',
        location: '/fields/0/type',
        message: 'reader type: ENUM not compatible with writer type: RECORD',
      },
    ]);
  });

  it('does not mind a default of a wrong type, as registries keep them', () => {
    const field = { name: 'f', type: status, default: 'LOST' };
    expect(checkReaderWriter({ type: 'record', name: 'R', fields: [field] }, record('R', {})).compatible).toBe(true);
  });

  it('lists all of many problems', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `f${index}`);
    const fields = record('R', Object.fromEntries(names.map((name) => [name, 'int'])));
    expect(checkReaderWriter(fields, record('R', {})).incompatibilities.map(({ message }) => message)).toEqual(names);
  });

  it('answers in time for types that multiply each other, with each problem once', () => {
    const doubling = (leaf: JsonValue): JsonValue =>
      Array.from({ length: 40 }).reduce<JsonValue>(
        (inner, _, depth) => record(`R${depth}`, { a: inner, b: depth === 0 ? leaf : `R${depth - 1}` }),
        leaf,
      );
    expect(checkReaderWriter(doubling('int'), doubling('long')).incompatibilities).toMatchObject([
      { location: `${'/fields/0/type'.repeat(40)}` },
      { location: `${'/fields/0/type'.repeat(39)}/fields/1/type` },
    ]);
  });

  /** A list type whose element comes after so many records of one name. */
  const cycle = (length: number): JsonValue =>
    Array.from({ length }).reduce<JsonValue>(
      (inner, _, index) => record(`n${length - index}.R`, { next: inner }),
      'n1.R',
    );

  it('compares recursive types of different length, which lead deeper than the stack', () => {
    expect(checkReaderWriter(cycle(250), cycle(251)).compatible).toBe(true);
  });

  it('compares the deepest schemas there are', () => {
    const deep = cycle(260);
    expect(checkReaderWriter(deep, deep).compatible).toBe(true);
    const arrays = (leaf: JsonValue) =>
      Array.from({ length: 398 }).reduce<JsonValue>((items) => ['null', { type: 'array', items }], leaf);
    expect(checkReaderWriter(arrays('int'), arrays('long')).incompatibilities).toHaveLength(1);
  });

  const hostile: readonly (readonly [string, () => unknown])[] = [
    [
      '10,000 nested arrays',
      () => Array.from({ length: 10_000 }).reduce<unknown>((items) => ({ type: 'array', items }), 'int'),
    ],
    ['a cyclic value', cyclic],
    ['undefined', () => undefined],
    ['a function', () => () => 1],
    ['a symbol', () => Symbol('int')],
    ['no number', () => Number.NaN],
    ['a hole in a list', () => new Array(2)],
    ['a date', () => new Date(0)],
    ['a map', () => new Map([['type', 'int']])],
    ['fields that are no list', () => ({ type: 'record', name: 'R', fields: { a: 1 } })],
    ['a field without type', () => ({ type: 'record', name: 'R', fields: [{ name: 'a', type: undefined }] })],
    ['a copy of a parsed schema', () => ({ ...parseSchema(record('R', {})) })],
    ['JSON text', () => '{"type":"int"}'],
  ];

  it.each(hostile)('answers %s with an error that says what is wrong', (_, value) => {
    // Whatever JavaScript hands over, types or not.
    const schema: JsonValue = JSON.parse('null') ?? value();
    expect(() => checkReaderWriter(schema, 'int')).toThrow(AvroError);
    expect(() => checkReaderWriter('int', schema)).toThrow(AvroError);
  });
});

function cyclic(): unknown {
  const value: Record<string, unknown> = { type: 'array' };
  value['items'] = value;
  return value;
}
