import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryNearPair, type NearPair } from '../../test/arbitrary-near-pair.ts';
import { canRead } from '../../test/can-read.ts';
import { randomDatum } from '../../test/random-datum.ts';
import { AvroError } from '../avro-error.ts';
import { explainIncompatibilities } from '../compatibility/explain-incompatibilities.ts';
import type { JsonObject, JsonValue, Schema } from '../model.ts';
import { parseSchema } from '../parse/parse-schema.ts';
import { counterexample } from './counterexample.ts';

const record = (name: string, fields: Readonly<Record<string, JsonValue>>): JsonObject => ({
  type: 'record',
  name,
  fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })),
});
const status = (...symbols: string[]): JsonObject => ({ type: 'enum', name: 'shop.Status', symbols });

describe('counterexample', () => {
  it('is a datum with the removed symbol, everything else as the reader likes it', () => {
    const line = (type: JsonValue) => record('Line', { status: type });
    const order = (type: JsonValue, other: JsonValue): JsonObject =>
      record('Order', { other, lines: { type: 'array', items: ['null', line(type)] }, total: 'long' });
    const writer = order(status('LOST', 'OPEN'), { type: 'enum', name: 'Other', symbols: ['C', 'D'] });
    const reader = order(status('OPEN'), { type: 'enum', name: 'Other', symbols: ['D'] });
    const [first, second] = explainIncompatibilities(reader, writer).map((one) => one.counterexample);
    expect(first).toMatchObject({ datum: { other: 'C', lines: [], total: 0 }, path: 'other' });
    expect(second).toEqual({
      datum: { other: 'D', lines: [{ Line: { status: 'LOST' } }], total: 0 },
      path: 'lines[0].status',
      why: 'The reader\'s enum shop.Status has neither the symbol "LOST" nor a default.',
    });
  });

  const inMap = (values: JsonValue): JsonObject => ({ type: 'map', values });
  it.each<[string, JsonValue, JsonValue, JsonValue, string, string]>([
    ['a type', 'int', 'long', 0, '', "The writer's long cannot be read as int."],
    [
      'a branch',
      inMap(['null', 'int']),
      inMap(['null', 'long']),
      { key: { long: 0 } },
      'key',
      "No branch of the reader's union takes the writer's long.",
    ],
    ['a branch of the writer', 'int', ['int', 'bytes'], { bytes: '' }, '', "The writer's bytes cannot be read as int."],
    [
      'a size',
      { type: 'fixed', name: 'F', size: 1 },
      { type: 'fixed', name: 'F', size: 2 },
      '\u0000\u0000',
      '',
      "The writer's fixed F holds 2 bytes, the reader's 1.",
    ],
    [
      'a name',
      record('A', {}),
      record('B', {}),
      {},
      '',
      "The reader's record A has neither the name nor an alias of the writer's record B.",
    ],
    [
      'a missing field',
      record('A', { a: 'int' }),
      record('A', { b: 'long' }),
      { b: 0 },
      '',
      'The reader\'s field "a" of record A is not written and has no default.',
    ],
    [
      'two fields for one',
      { type: 'record', name: 'A', fields: [{ name: 'a', type: 'int', aliases: ['b'] }] },
      record('A', { a: 'int', b: 'int' }),
      { a: 0, b: 0 },
      '',
      'The reader\'s field "a" of record A could be read from "a" and from "b".',
    ],
  ])('shows %s', (_, reader, writer, datum, path, why) => {
    expect(counterexample(reader, writer)).toEqual({ datum, path, why });
  });

  it('goes into the branch that fails on some data only', () => {
    const reader = ['null', record('A', { s: status('X', 'Y') })];
    const writer = ['null', record('A', { s: status('X', 'Z', 'Y') })];
    expect(counterexample(reader, writer)).toMatchObject({ datum: { A: { s: 'Z' } }, path: 's' });
  });

  it('ends recursive data as soon as it can', () => {
    const list = (value: JsonValue): JsonObject => record('List', { rest: ['List', 'null'], value });
    expect(counterexample(list('int'), list('string'))).toMatchObject({ datum: { rest: null, value: '' } });
  });

  it('is undefined for compatible schemas', () => {
    expect(counterexample('long', 'int')).toBeUndefined();
  });

  it('has no place for large data', () => {
    const reader = record('R', { a: { type: 'fixed', name: 'F', size: 2 ** 31 - 1 }, b: 'int' });
    const writer = record('R', { a: { type: 'fixed', name: 'F', size: 2 ** 31 - 1 }, b: 'string' });
    expect(explainIncompatibilities(reader, writer)).toMatchObject([{ counterexample: { reason: 'TOO_LARGE' } }]);
  });

  it('has no place for deep data', () => {
    const nested = (leaf: JsonValue): JsonValue =>
      Array.from({ length: 301 }).reduce<JsonValue>((items) => ({ type: 'array', items }), leaf);
    expect(explainIncompatibilities(nested('int'), nested('string'))).toMatchObject([
      { counterexample: { reason: 'TOO_LARGE' } },
    ]);
  });

  it('says where nothing can be written at all', () => {
    const [one] = explainIncompatibilities('int', record('Endless', { next: 'Endless' }));
    expect(one).toMatchObject({ counterexample: { reason: 'NO_DATUM' } });
    expect(counterexample('int', record('Endless', { next: 'Endless' }))).toBeUndefined();
  });

  it('says where no datum leads to the difference', () => {
    const reader = ['null', record('A', { next: ['null', record('B', { a: 'int', next: 'B' })] })];
    const writer = ['null', record('A', { next: ['null', record('B', { a: 'string', next: 'B' })] })];
    expect(explainIncompatibilities(reader, writer)).toMatchObject([{ counterexample: { reason: 'NOT_REACHED' } }]);
  });
});

/** The pair parsed; undefined where one of the two is no schema. */
function parsed({ reader, writer }: NearPair): { reader: Schema; writer: Schema } | undefined {
  try {
    return { reader: parseSchema(reader), writer: parseSchema(writer) };
  } catch (error) {
    if (error instanceof AvroError) return undefined;
    throw error;
  }
}

describe('of schemas near to each other', () => {
  it('every datum that is given cannot be read, by the rules of the specification', () => {
    let shown = 0;
    fc.assert(
      fc.property(arbitraryNearPair, (pair) => {
        const schemas = parsed(pair);
        fc.pre(schemas !== undefined);
        for (const { counterexample } of explainIncompatibilities(schemas.reader, schemas.writer)) {
          if (!('datum' in counterexample)) continue;
          expect(canRead(schemas.reader, schemas.writer, counterexample.datum)).toBe(false);
          shown += 1;
        }
      }),
      { numRuns: 2_000, seed: 4 },
    );
    console.log(`${shown} incompatibilities of random pairs, each shown by a datum that cannot be read`);
    expect(shown).toBeGreaterThan(500);
  });

  it('every datum of a compatible writer can be read', () => {
    let read = 0;
    fc.assert(
      fc.property(arbitraryNearPair, fc.array(fc.nat(1_000), { maxLength: 40 }), (pair, choices) => {
        const schemas = parsed(pair);
        fc.pre(schemas !== undefined && explainIncompatibilities(schemas.reader, schemas.writer).length === 0);
        const datum = randomDatum(schemas.writer, [...choices]);
        fc.pre(datum !== undefined);
        expect(canRead(schemas.reader, schemas.writer, datum)).toBe(true);
        read += 1;
      }),
      { numRuns: 500, seed: 4, maxSkipsPerRun: 1_000 },
    );
    expect(read).toBe(500);
  });
});
