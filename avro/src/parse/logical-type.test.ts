import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue, LogicalType } from '../model.ts';
import { resolveSchemas } from './resolve-schemas.ts';

interface Read {
  readonly logicalType: LogicalType | undefined;
  readonly properties: JsonObject | undefined;
  readonly warnings: readonly string[];
}

function read(schema: JsonValue): Read {
  const { schemas, problems } = resolveSchemas([{ file: 'a.avsc', text: JSON.stringify(schema) }]);
  const parsed = schemas.get('a.avsc');
  return {
    logicalType: parsed !== undefined && 'logicalType' in parsed ? parsed.logicalType : undefined,
    properties: parsed?.properties,
    warnings: problems.map(({ code, severity, message, help }) => `${severity} ${code} ${message} ${help}`),
  };
}

function fixed(size: number, logicalType: string, more: JsonObject = {}): JsonObject {
  return { type: 'fixed', name: 'F', size, logicalType, ...more };
}

describe('a logical type', () => {
  it.each<[string, JsonObject]>([
    ['uuid', { type: 'string', logicalType: 'uuid' }],
    ['uuid', fixed(16, 'uuid')],
    ['duration', fixed(12, 'duration')],
    ['date', { type: 'int', logicalType: 'date' }],
    ['time-millis', { type: 'int', logicalType: 'time-millis' }],
    ['time-micros', { type: 'long', logicalType: 'time-micros' }],
    ['timestamp-millis', { type: 'long', logicalType: 'timestamp-millis' }],
    ['timestamp-micros', { type: 'long', logicalType: 'timestamp-micros' }],
    ['timestamp-nanos', { type: 'long', logicalType: 'timestamp-nanos' }],
    ['local-timestamp-millis', { type: 'long', logicalType: 'local-timestamp-millis' }],
    ['local-timestamp-micros', { type: 'long', logicalType: 'local-timestamp-micros' }],
    ['local-timestamp-nanos', { type: 'long', logicalType: 'local-timestamp-nanos' }],
  ])('%s is read from %j', (name, schema) => {
    expect(read(schema)).toMatchObject({ logicalType: { name }, warnings: [] });
  });

  it('decimal has precision and scale, 0 unless written', () => {
    const decimal = { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 };
    expect(read(decimal).logicalType).toEqual({ name: 'decimal', precision: 9, scale: 2 });
    expect(read(fixed(4, 'decimal', { precision: 9 })).logicalType).toEqual({
      name: 'decimal',
      precision: 9,
      scale: 0,
    });
    expect(read(decimal).properties).toEqual({ logicalType: 'decimal', precision: 9, scale: 2 });
  });

  it.each<[string, JsonObject, string]>([
    [
      'on the wrong type',
      { type: 'int', logicalType: 'timestamp-millis' },
      'Logical type "timestamp-millis" does not fit int. It is ignored. Use long as its type.',
    ],
    [
      'on a fixed of the wrong size',
      fixed(8, 'uuid'),
      'Logical type "uuid" does not fit fixed of 8 bytes. It is ignored. Use string or fixed of 16 bytes as its type.',
    ],
    [
      'decimal on a string',
      { type: 'string', logicalType: 'decimal', precision: 4 },
      'Logical type "decimal" does not fit string. It is ignored. Use bytes or fixed as its type.',
    ],
    [
      'decimal without precision',
      { type: 'bytes', logicalType: 'decimal' },
      'The decimal has no precision of at least 1. It is ignored. Write "precision": the number of digits.',
    ],
    [
      'decimal of a large scale',
      { type: 'bytes', logicalType: 'decimal', precision: 2, scale: 3 },
      'The scale of the decimal is not between 0 and its precision, 2. It is ignored. Write "scale": how many of the digits come after the point.',
    ],
    [
      'decimal of half a digit',
      { type: 'bytes', logicalType: 'decimal', precision: 2, scale: 0.5 },
      'The scale of the decimal is not between 0 and its precision, 2. It is ignored. Write "scale": how many of the digits come after the point.',
    ],
    [
      'decimal that its fixed cannot hold',
      fixed(5, 'decimal', { precision: 12 }),
      'A fixed of 5 bytes holds 11 digits, not 12. It is ignored. Enlarge the fixed, lower the precision, or use bytes.',
    ],
    [
      'misspelt',
      { type: 'long', logicalType: 'timestamp_millis' },
      'Logical type "timestamp_millis" is unknown. It is ignored. Did you mean "timestamp-millis"?',
    ],
    [
      'that is no text',
      { type: 'long', logicalType: 1 },
      '"logicalType" is not a string. It is ignored. Write the name of the logical type as a string.',
    ],
  ])('%s is ignored with a warning, and stays in the properties', (_what, schema, warning) => {
    const { logicalType, properties, warnings } = read(schema);
    expect(logicalType).toBeUndefined();
    expect(properties).toHaveProperty('logicalType', schema['logicalType']);
    expect(warnings).toEqual([`warning AVRO_LOGICAL_TYPE_INVALID ${warning}`]);
  });

  it('of somebody else is ignored without a word', () => {
    expect(read({ type: 'string', logicalType: 'currency' })).toEqual({
      logicalType: undefined,
      properties: { logicalType: 'currency' },
      warnings: [],
    });
  });

  it('on a field is reported, because Avro looks for it in the type', () => {
    const field = { name: 'at', type: 'long', logicalType: 'timestamp-millis' };
    expect(read({ type: 'record', name: 'R', fields: [field] }).warnings).toEqual([
      expect.stringContaining('AVRO_LOGICAL_TYPE_INVALID The logical type stands on the field'),
    ]);
  });
});
