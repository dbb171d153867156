import { parseSchemaText } from '@eventwright/avro';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { schemaCases } from '../../registry/codec/arbitrary-schema.ts';
import { binaryCodec } from '../../registry/codec/binary-codec.ts';
import { schemaCodec } from '../../registry/codec/schema-codec.ts';
import { arbitraryValue } from './value-arbitrary.ts';
import { exampleValue } from './value-example.ts';

const node = { type: 'record', name: 'Node', fields: [{ name: 'label', type: 'string' }] };
const recursive: readonly object[] = [
  { ...node, fields: [...node.fields, { name: 'children', type: { type: 'array', items: 'Node' } }] },
  { ...node, fields: [...node.fields, { name: 'next', type: ['Node', 'null'] }] },
  { ...node, fields: [...node.fields, { name: 'byName', type: { type: 'map', values: ['Node', 'null', 'int'] } }] },
  {
    ...node,
    fields: [
      {
        name: 'left',
        type: { type: 'record', name: 'Left', fields: [{ name: 'back', type: { type: 'array', items: ['Node'] } }] },
      },
      { name: 'right', type: ['Node', 'Left', { type: 'map', values: 'Left' }] },
    ],
  },
];

const logical: readonly object[] = [
  { type: 'fixed', name: 'F', size: 16, logicalType: 'uuid' },
  { type: 'fixed', name: 'D', size: 3, logicalType: 'decimal', precision: 6, scale: 6 },
  { type: 'fixed', name: 'P', size: 12, logicalType: 'duration' },
  { type: 'bytes', logicalType: 'decimal', precision: 1, scale: 0 },
  { type: 'long', minimum: -9_007_199_254_740_991, maximum: 9_007_199_254_740_991 },
  { type: 'long', minimum: 7, maximum: 7 },
  { type: 'long', logicalType: 'local-timestamp-micros' },
  { type: 'string', logicalType: 'uuid' },
];

/** Whether the value, once written, reads as what is written in the same bytes again. */
function survives(text: string, value: unknown): void {
  const codec = schemaCodec(text);
  const none = new Uint8Array();
  const bytes = codec.encode(value, none);
  const read = codec.readerOf(binaryCodec(parseSchemaText(text)));
  expect(codec.encode(read(bytes), none)).toEqual(bytes);
}

function allSurvive(schema: unknown, runs: number): void {
  const text = JSON.stringify(schema);
  fc.assert(
    fc.property(arbitraryValue(parseSchemaText(text)), (value) => survives(text, value)),
    { numRuns: runs },
  );
}

describe('values made from a schema', () => {
  it('are written and read, whatever the schema', () => {
    fc.assert(
      fc.property(schemaCases, ({ schema }) => {
        allSurvive(schema, 3);
        const text = JSON.stringify(schema);
        survives(text, exampleValue(parseSchemaText(text), 'name'));
      }),
      { numRuns: 150 },
    );
  });

  it.each(logical)('are written and read: %j', (schema) => {
    allSurvive(schema, 50);
    const text = JSON.stringify(schema);
    survives(text, exampleValue(parseSchemaText(text), 'name'));
  });

  it.each(recursive)('come to an end: %j', (schema) => {
    allSurvive(schema, 30);
    const text = JSON.stringify(schema);
    survives(text, exampleValue(parseSchemaText(text), 'name'));
  });

  it('do recurse', () => {
    const values = fc.sample(arbitraryValue(parseSchemaText(JSON.stringify(recursive[1]))), { seed: 1, numRuns: 50 });
    expect(values).toContainEqual(
      expect.objectContaining({ next: expect.objectContaining({ next: expect.any(Object) }) }),
    );
  });

  it('cannot be made where a record always contains itself', () => {
    const endless = parseSchemaText(JSON.stringify({ ...node, fields: [{ name: 'self', type: 'Node' }] }));
    expect(() => exampleValue(endless, 'name')).toThrow('[VALUE_INVALID] Node has no value');
    expect(() => arbitraryValue(endless)).toThrow('[VALUE_INVALID] Node has no value');
  });

  it('are made in an instant of a schema whose types are used over and over', () => {
    const layer = (depth: number): unknown =>
      depth === 0
        ? 'string'
        : {
            type: 'record',
            name: `R${depth}`,
            fields: [
              { name: 'a', type: layer(depth - 1) },
              { name: 'b', type: { type: 'array', items: depth === 1 ? 'string' : `R${depth - 1}` } },
            ],
          };
    const schema = parseSchemaText(JSON.stringify(layer(40)));
    expect(arbitraryValue(schema)).toBeDefined();
  });
});

describe('the example', () => {
  it('says the name of its field, and the same each time', () => {
    const schema = parseSchemaText(
      JSON.stringify({
        type: 'record',
        name: 'Order',
        fields: [
          { name: 'orderId', type: { type: 'string', logicalType: 'uuid' } },
          { name: 'note', type: 'string' },
          { name: 'lines', type: { type: 'array', items: 'int' } },
          { name: 'size', type: { type: 'enum', name: 'Size', symbols: ['S', 'L'] } },
          { name: 'left', type: 'int', default: 5 },
        ],
      }),
    );
    expect(exampleValue(schema, '')).toEqual({
      orderId: expect.stringMatching(/^[\da-f-]{36}$/),
      note: 'note',
      lines: [1],
      size: 'S',
    });
    expect(exampleValue(schema, '')).toEqual(exampleValue(schema, ''));
  });
});
