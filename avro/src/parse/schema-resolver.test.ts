import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../model.ts';
import { createSchemaResolver, resolveSchemas, type SchemaSource } from './resolve-schemas.ts';

const names = ['shop.A', 'shop.B', 'shop.C', 'D'] as const;
const files = ['a.v1.avsc', 'a.v2.avsc', 'b.v1.avsc', 'c.avsc', 'd.avsc'] as const;

const versionOf = (file: string): number => Number(/\.v(\d)/.exec(file)?.[1] ?? 0);

/** A type that is used by its name, or defined on the spot, alike in several files or not. */
const fieldType: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.constantFrom('int', 'string', ...names, 'A'),
  fc.record({
    type: fc.constant('enum'),
    name: fc.constantFrom('shop.Inner', ...names),
    symbols: fc.constantFrom(['ONE'], ['ONE', 'TWO']),
  }),
);

const record: fc.Arbitrary<JsonValue> = fc
  .tuple(fc.constantFrom(...names), fc.array(fieldType, { maxLength: 3 }))
  .map(([name, types]) => ({
    type: 'record',
    name,
    fields: types.map((type, index) => ({ name: `f${index}`, type })),
  }));

type Estate = Readonly<Record<string, string>>;

const text = fc.oneof({ arbitrary: record.map((json) => JSON.stringify(json)), weight: 12 }, fc.constant('{'));

/** What is written into a file, or that it goes. */
const edit = fc.tuple(fc.constantFrom(...files), fc.option(text, { freq: 6 }));

function edited(estate: Estate, [file, written]: readonly [string, string | null]): Estate {
  const { [file]: _, ...others } = estate;
  return written === null ? others : { ...others, [file]: written };
}

const sourcesOf = (estate: Estate): readonly SchemaSource[] =>
  Object.entries(estate)
    .map(([file, content]) => ({ file, text: content, version: versionOf(file) }))
    .sort((a, b) => (a.file < b.file ? -1 : 1));

describe('a resolver that remembers', () => {
  it('says of every state what one says that has seen no other', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 12 }), (edits) => {
        const resolve = createSchemaResolver();
        let estate: Estate = {};
        for (const one of edits) {
          estate = edited(estate, one);
          expect(resolve(sourcesOf(estate))).toEqual(resolveSchemas(sourcesOf(estate)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('takes a type that two files write alike for that of the first one, also where their order changes', () => {
    const files = ['a.avsc', 'b.avsc'].map((file) => ({
      file,
      text: `{"type":"record","name":"${file[0]}.R","fields":[{"name":"f","type":{"type":"enum","name":"s.E","symbols":["X"]}}]}`,
    }));
    const resolve = createSchemaResolver();
    for (const order of [files, files.toReversed(), files]) expect(resolve(order)).toEqual(resolveSchemas(order));
  });

  const schema = (name: string, ...types: readonly string[]): string =>
    JSON.stringify({ type: 'record', name, fields: types.map((type, index) => ({ name: `f${index}`, type })) });

  it('keeps what an edit does not reach, the very objects', () => {
    const resolve = createSchemaResolver();
    const estate = { 'a.avsc': schema('A', 'B'), 'b.avsc': schema('B'), 'c.avsc': schema('C', 'int') };
    const before = resolve(sourcesOf(estate)).schemas;
    const after = resolve(sourcesOf({ ...estate, 'b.avsc': schema('B', 'string') })).schemas;
    expect(after.get('c.avsc')).toBe(before.get('c.avsc'));
    expect(after.get('a.avsc')).not.toBe(before.get('a.avsc'));
    expect(after.get('a.avsc')).toMatchObject({ fields: [{ type: { name: 'B', fields: [{ name: 'f0' }] } }] });
  });

  it('keeps what it knew while a file is broken', () => {
    const resolve = createSchemaResolver();
    const estate = { 'a.avsc': schema('A', 'int'), 'b.avsc': schema('B') };
    const before = resolve(sourcesOf(estate)).schemas;
    expect(resolve(sourcesOf({ ...estate, 'b.avsc': '{' })).schemas.get('a.avsc')).toBe(before.get('a.avsc'));
    expect(resolve(sourcesOf(estate)).schemas.get('b.avsc')).toBe(before.get('b.avsc'));
  });
});
