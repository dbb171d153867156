import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryNearPair } from '../../test/arbitrary-near-pair.ts';
import { AvroError } from '../avro-error.ts';
import { resolveSchemas } from '../parse/resolve-schemas.ts';
import { checkReaderWriter } from './check-reader-writer.ts';
import { explainIncompatibilities } from './explain-incompatibilities.ts';

const next = `{ "type": "record", "name": "shop.Order", "fields": [
  { "name": "note", "type": "string" },
  { "name": "status", "type": "shop.Status" },
  { "name": "total", "type": ["null", "int"] },
  { "name": "id", "type": "int" }
] }`;
const previous = `{ "type": "record", "name": "shop.Order", "fields": [
  { "name": "id", "type": ["int", "string"] },
  { "name": "total", "type": ["null",
    "long"] },
  { "name": "status", "type": "shop.Status" }
] }`;
const status = (symbols: string): string => `{ "type": "enum", "name": "shop.Status",\n  "symbols": [${symbols}] }`;

describe('explainIncompatibilities', () => {
  it('tells where each schema says it, also in the file that defines a type', () => {
    const { schemas, problems } = resolveSchemas([
      { file: 'order.v2.avsc', version: 2, text: next },
      { file: 'status.v2.avsc', version: 2, text: status('"OPEN"') },
    ]);
    const old = resolveSchemas([
      { file: 'order.v1.avsc', version: 1, text: previous },
      { file: 'status.v1.avsc', version: 1, text: status('"OPEN", "LOST"') },
    ]);
    expect([...problems, ...old.problems]).toEqual([]);
    const [reader, writer] = [schemas.get('order.v2.avsc'), old.schemas.get('order.v1.avsc')];
    const explained = reader && writer ? explainIncompatibilities(reader, writer) : [];
    expect(explained.map((one) => [one.type, one.location, told(one.reader), told(one.writer)])).toEqual([
      ['READER_FIELD_MISSING_DEFAULT_VALUE', '/fields/0', '/fields/0 order.v2.avsc:2:3', '/name order.v1.avsc:1:29'],
      [
        'MISSING_ENUM_SYMBOLS',
        '/fields/1/type/symbols',
        '/fields/1/type/symbols status.v2.avsc:2:14',
        '/fields/2/type/symbols/1 status.v1.avsc:2:23',
      ],
      [
        'MISSING_UNION_BRANCH',
        '/fields/2/type/1',
        '/fields/2/type order.v2.avsc:4:30',
        '/fields/1/type/1 order.v1.avsc:4:5',
      ],
      ['TYPE_MISMATCH', '/fields/3/type/1', '/fields/3/type order.v2.avsc:5:27', '/fields/0/type/1 order.v1.avsc:2:35'],
    ]);
  });

  it('tells the same as checkReaderWriter, in the same order', () => {
    fc.assert(
      fc.property(arbitraryNearPair, ({ reader, writer }) => {
        const check = (): unknown => checkReaderWriter(reader, writer).incompatibilities;
        const explain = (): unknown =>
          explainIncompatibilities(reader, writer).map(({ type, location, message }) => ({ type, location, message }));
        expect(resultOf(explain)).toEqual(resultOf(check));
      }),
      { numRuns: 500 },
    );
  });
});

interface Place {
  readonly location: string;
  readonly position: { readonly file: string; readonly line: number; readonly column: number } | undefined;
}

const told = ({ location, position }: Place): string =>
  `${location} ${position?.file}:${position?.line}:${position?.column}`;

function resultOf(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    if (error instanceof AvroError) return error.message;
    throw error;
  }
}
