import { type JsonValue, resolveSchemas } from '@eventwright/avro';
import { describe, expect, it } from 'vitest';
import type { SchemaFile } from '../../model/contract-model.ts';
import { emitTypeScript } from './index.ts';

/** Emits schema files, given by file name, as modules by path. */
function emit(files: Readonly<Record<string, JsonValue>>): ReadonlyMap<string, string> {
  const sources = Object.entries(files).map(([file, schema]) => ({
    file,
    text: JSON.stringify(schema),
    version: Number(/\.v(\d+)\./.exec(file)?.[1]),
  }));
  const { schemas, types, problems } = resolveSchemas(sources);
  expect(problems).toEqual([]);
  const byName = new Map<string, SchemaFile[]>();
  const list = sources.map(({ file, version }): SchemaFile => {
    const schema = schemas.get(file);
    if (schema === undefined || !('name' in schema)) throw new Error(`${file} is no named type`);
    const versions = byName.get(schema.name) ?? [];
    byName.set(schema.name, versions);
    const entry: SchemaFile = { name: schema.name, version, file, schema, types: types.get(file) ?? [], versions };
    versions.push(entry);
    return entry;
  });
  const model = { applications: [], channels: [], messages: [], schemas: list };
  return new Map(emitTypeScript(model, { importExtension: '.ts' }).map(({ path, text }) => [path, text]));
}

const record = (name: string, fields: readonly JsonValue[]): JsonValue => ({ type: 'record', name, fields });

/** The members of the first interface that a schema gives, without their docs. */
function members(fields: Readonly<Record<string, JsonValue>>): readonly string[] {
  const list = Object.entries(fields).map(([name, type]) => ({ name, type }));
  const text = emit({ 'r.v1.avsc': record('t.R', list) }).get('schemas/t/r.v1.ts') ?? '';
  const body = /export interface R \{\n([^}]*(?:\}[^\n][^}]*)*)\n\}/.exec(text)?.[1] ?? '';
  return body.split('\n').map((line) => line.trim());
}

describe('the type of an Avro schema', () => {
  it.each<[JsonValue, string]>([
    ['null', 'null'],
    ['boolean', 'boolean'],
    ['int', 'number'],
    ['long', 'bigint'],
    [{ type: 'long', minimum: 0, maximum: 1000 }, 'number'],
    [{ type: 'long', minimum: 0 }, 'bigint'],
    ['float', 'number'],
    ['double', 'number'],
    ['string', 'string'],
    ['bytes', 'Uint8Array'],
    [{ type: 'fixed', name: 'F', size: 4 }, 'Uint8Array'],
    [{ type: 'bytes', logicalType: 'decimal', precision: 12, scale: 2 }, 'Decimal'],
    [{ type: 'string', logicalType: 'uuid' }, 'string'],
    [{ type: 'int', logicalType: 'date' }, 'PlainDate'],
    [{ type: 'long', logicalType: 'timestamp-millis' }, 'Date'],
    [{ type: 'long', logicalType: 'timestamp-micros' }, 'bigint'],
    [{ type: 'int', logicalType: 'time-millis' }, 'number'],
    [{ type: 'array', items: 'long' }, 'readonly bigint[]'],
    [{ type: 'array', items: ['null', 'int'] }, 'readonly (number | null)[]'],
    [{ type: 'array', items: { type: 'array', items: 'int' } }, 'readonly (readonly number[])[]'],
    [{ type: 'map', values: 'boolean' }, 'Readonly<Record<string, boolean>>'],
    [['null', 'string'], 'string | null'],
    [['string', 'int', 'null'], 'string | number | null'],
    [['int', 'double'], 'number'],
  ])('of %j is %s', (schema, type) => {
    expect(members({ field: schema })).toEqual([`readonly field: ${type};`]);
  });

  it('is a union told apart by $type where it holds several records', () => {
    const [card, iban] = [record('Card', []), record('other.Iban', [])];
    expect(members({ pay: ['null', card, iban] })).toEqual([
      "readonly pay: ({ readonly $type: 't.Card' } & Card) | ({ readonly $type: 'other.Iban' } & Iban) | null;",
    ]);
  });

  it('is told apart by $type from a map, too', () => {
    expect(members({ any: [{ type: 'map', values: 'int' }, record('Card', [])] })).toEqual([
      "readonly any: Readonly<Record<string, number>> | ({ readonly $type: 't.Card' } & Card);",
    ]);
  });

  it('is just the record where a union holds one', () => {
    expect(members({ pay: ['null', record('Card', [])] })).toEqual(['readonly pay: Card | null;']);
  });

  it('may be itself', () => {
    expect(members({ next: ['null', 'R'] })).toEqual(['readonly next: R | null;']);
  });

  it('keeps field names as written', () => {
    expect(members({ class: 'int', snake_case: 'int', __proto_: 'int' })).toEqual([
      'readonly class: number;',
      'readonly snake_case: number;',
      'readonly __proto_: number;',
    ]);
  });
});

describe('the module of a schema', () => {
  it('imports types of other files and renames those that clash', () => {
    const files = emit({
      'a.v1.avsc': record('a.Line', []),
      'b.v1.avsc': record('b.Line', []),
      'c.v1.avsc': record('c.Order', [
        { name: 'one', type: 'a.Line' },
        { name: 'two', type: 'b.Line' },
      ]),
    });
    expect(files.get('schemas/c/order.v1.ts')?.split('\n').slice(1)).toEqual([
      "import type { Line } from '../a/line.v1.ts';",
      "import type { Line as BLine } from '../b/line.v1.ts';",
      '',
      'export interface Order {',
      '  readonly one: Line;',
      '  readonly two: BLine;',
      '}',
      '',
    ]);
  });

  it('has an input type with optional fields where a field, however deep, has a default', () => {
    const files = emit({
      'a.v1.avsc': record('t.Inner', [{ name: 'n', type: 'int', default: 1 }]),
      'b.v1.avsc': record('t.Outer', [{ name: 'inner', type: { type: 'array', items: 't.Inner' } }]),
      'c.v1.avsc': record('t.Plain', [{ name: 'n', type: 'int' }]),
    });
    expect(files.get('schemas/t/inner.v1.ts')).toContain('readonly n?: number;');
    expect(files.get('schemas/t/outer.v1.ts')).toContain('readonly inner: readonly InnerInput[];');
    expect(files.get('schemas/t/plain.v1.ts')).not.toContain('PlainInput');
  });

  it('carries docs over, whatever they hold', () => {
    const files = emit({
      'a.v1.avsc': {
        type: 'record',
        name: 't.A',
        doc: 'Ends */ early.',
        fields: [{ name: 'f', type: 'int', doc: 'F.' }],
      },
    });
    expect(files.get('schemas/t/a.v1.ts')).toContain('/** Ends *\\/ early. */\nexport interface A {\n  /** F. */');
  });

  it('strikes through what is deprecated', () => {
    const fields = [{ name: 'f', type: 'int', deprecated: 'Use g.' }];
    const files = emit({ 'a.v1.avsc': { type: 'record', name: 't.A', 'x-deprecated': true, fields } });
    const text = files.get('schemas/t/a.v1.ts');
    expect(text).toContain('/** @deprecated */\nexport interface A');
    expect(text).toContain('/** @deprecated Use g. */\n  readonly f: number;');
  });

  it('gives an enum as a union of its symbols', () => {
    const files = emit({ 'a.v1.avsc': { type: 'enum', name: 't.Colour', symbols: ['RED', 'GREEN'] } });
    expect(files.get('schemas/t/colour.v1.ts')).toContain("export type Colour = 'RED' | 'GREEN';");
  });

  it('leaves the plain name to the newest version', () => {
    const files = emit({ 'm.v1.avsc': record('t.Money', []), 'm.v2.avsc': record('t.Money', []) });
    expect(files.get('schemas/t/money.v1.ts')).toContain('export interface MoneyV1 {');
    expect(files.get('schemas/t/money.v2.ts')).toContain('export interface Money {');
  });
});
