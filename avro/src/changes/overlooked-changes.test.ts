import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitrarySchema } from '../../test/arbitrary-schema.ts';
import { checkReaderWriter } from '../compatibility/check-reader-writer.ts';
import type { JsonObject, JsonValue } from '../model.ts';
import { parseSchemaText } from '../parse/parse-schema.ts';
import { type OverlookedChangeKind, overlookedChangeKinds } from './overlooked-change.ts';
import { overlookedChanges } from './overlooked-changes.ts';

const order = (...fields: JsonObject[]): JsonObject => ({ type: 'record', name: 'shop.Order', fields });
const status = (symbols: readonly string[], more: JsonObject = {}): JsonObject => ({
  type: 'enum',
  name: 'shop.Status',
  symbols,
  ...more,
});
const decimal = (precision: number, scale: number): JsonObject => ({
  type: 'bytes',
  logicalType: 'decimal',
  precision,
  scale,
});
const logical = (type: string, logicalType: string): JsonObject => ({ type, logicalType });

interface Example {
  readonly kind: OverlookedChangeKind;
  readonly from: JsonValue;
  readonly to: JsonValue;
  /** Places, message and help. */
  readonly told: readonly [previous: string, next: string, message: string, help: string];
}

const examples: readonly Example[] = [
  {
    kind: 'alias-removed',
    from: { ...status(['A']), aliases: ['Old', 'State'] },
    to: { ...status(['A']), aliases: ['Old'] },
    told: [
      '/aliases',
      '/name',
      'shop.Status gave up the alias "shop.State": what was written under that name cannot be read any more.',
      'Keep "shop.State" among the aliases for as long as such data are kept.',
    ],
  },
  {
    kind: 'alias-removed',
    from: order({ name: 'a', type: 'int', aliases: ['b'] }),
    to: order({ name: 'a', type: 'int' }),
    told: [
      '/fields/0/aliases',
      '/fields/0/name',
      'shop.Order.a gave up the alias "b": what was written under that name cannot be read any more.',
      'Keep "b" among the aliases for as long as such data are kept.',
    ],
  },
  {
    kind: 'decimal-precision-narrowed',
    from: decimal(9, 2),
    to: decimal(5, 2),
    told: [
      '/logicalType',
      '/logicalType',
      'The schema was decimal(9, 2) and is decimal(5, 2): values of more than 5 digits cannot be read.',
      'Keep decimal(9, 2), or add a field that is decimal(5, 2) beside it.',
    ],
  },
  {
    kind: 'decimal-precision-widened',
    from: decimal(9, 2),
    to: decimal(12, 2),
    told: [
      '/logicalType',
      '/logicalType',
      'The schema was decimal(9, 2) and is decimal(12, 2): who still reads with 9 digits cannot read values of more.',
      'Keep decimal(9, 2), or add a field that is decimal(12, 2) beside it.',
    ],
  },
  {
    kind: 'decimal-scale-changed',
    from: decimal(9, 2),
    to: decimal(9, 4),
    told: [
      '/logicalType',
      '/logicalType',
      'The schema was decimal(9, 2) and is decimal(9, 4): every value is read 100 times too small.',
      'Keep decimal(9, 2), or add a field that is decimal(9, 4) beside it.',
    ],
  },
  {
    kind: 'decimal-scale-changed',
    from: decimal(9, 2),
    to: decimal(12, 1),
    told: [
      '/logicalType',
      '/logicalType',
      'The schema was decimal(9, 2) and is decimal(12, 1): every value is read 10 times too large.',
      'Keep decimal(9, 2), or add a field that is decimal(12, 1) beside it.',
    ],
  },
  {
    kind: 'default-changed',
    from: order({ name: 'a', type: 'int', default: 1 }),
    to: order({ name: 'a', type: 'int', default: 2 }),
    told: [
      '/fields/0/default',
      '/fields/0/default',
      'Data without shop.Order.a were read with 1, and are now read with 2.',
      'Keep the default 1, and let producers write 2 where it is meant.',
    ],
  },
  {
    kind: 'enum-default-changed',
    from: status(['A', 'B'], { default: 'A' }),
    to: status(['A', 'B'], { default: 'B' }),
    told: [
      '/default',
      '/default',
      'Symbols that shop.Status does not know were read as "A", and are now read as "B".',
      'Keep "default": "A".',
    ],
  },
  {
    kind: 'enum-default-removed',
    from: status(['A', 'B'], { default: 'A' }),
    to: status(['A', 'B']),
    told: [
      '/default',
      '/default',
      'shop.Status lost its default "A": symbols that it does not know can no longer be read.',
      'Keep "default": "A".',
    ],
  },
  {
    kind: 'enum-default-missing',
    from: status(['A', 'B']),
    to: status(['A', 'C', 'B', 'D'], { default: 'A' }),
    told: [
      '/symbols',
      '/symbols/1',
      'shop.Status has the new symbols "C", "D", and its previous version no default: who still reads with that fails on them.',
      'Release a version with a "default" among the symbols first, and the new symbols once every reader has it.',
    ],
  },
  {
    kind: 'enum-symbols-reordered',
    from: status(['A', 'B']),
    to: status(['B', 'A']),
    told: [
      '/symbols',
      '/symbols',
      'The symbols of shop.Status come in another order: data sort differently, and code that counts symbols means others.',
      'Keep the order A, B, and add new symbols at the end.',
    ],
  },
  {
    kind: 'field-renamed-without-alias',
    from: order({ name: 'customer_id', type: 'int' }, { name: 'b', type: 'int' }),
    to: order({ name: 'b', type: 'int' }, { name: 'customerId', type: 'long', default: 0 }),
    told: [
      '/fields/0',
      '/fields/1',
      '"customer_id" of shop.Order went and "customerId" came: if that is a new name, values written as "customer_id" are lost.',
      'Add "aliases": ["customer_id"] to the field "customerId".',
    ],
  },
  {
    kind: 'field-renamed-without-alias',
    from: order({ name: 'amount', type: 'int' }),
    to: order({ name: 'total', type: 'int', default: 0 }),
    told: [
      '/fields/0',
      '/fields/0',
      '"amount" of shop.Order went and "total" came: if that is a new name, values written as "amount" are lost.',
      'Add "aliases": ["amount"] to the field "total".',
    ],
  },
  {
    kind: 'local-time-changed',
    from: logical('long', 'timestamp-millis'),
    to: logical('long', 'local-timestamp-millis'),
    told: [
      '/logicalType',
      '/logicalType',
      'The schema was timestamp-millis and is local-timestamp-millis: an instant is read as a local time of no zone.',
      'Keep timestamp-millis, or add a field that is local-timestamp-millis beside it.',
    ],
  },
  {
    kind: 'logical-type-added',
    from: 'string',
    to: logical('string', 'uuid'),
    told: [
      '/logicalType',
      '/logicalType',
      'The schema was plain string and is uuid: values that do not mean that are read as if they did.',
      'Keep plain string, or add a field that is uuid beside it.',
    ],
  },
  {
    kind: 'logical-type-changed',
    from: logical('int', 'date'),
    to: logical('long', 'timestamp-millis'),
    told: [
      '/logicalType',
      '/logicalType',
      'The schema was date and is timestamp-millis: the same value means something else.',
      'Keep date, or add a field that is timestamp-millis beside it.',
    ],
  },
  {
    kind: 'logical-type-removed',
    from: logical('string', 'uuid'),
    to: 'string',
    told: [
      '/logicalType',
      '/logicalType',
      'The schema was uuid and is plain string: readers get the bare value, and producers may write any.',
      'Keep uuid, or add a field that is plain string beside it.',
    ],
  },
  {
    kind: 'lossy-promotion',
    from: order({ name: 'a', type: 'long' }),
    to: order({ name: 'a', type: 'double' }),
    told: [
      '/fields/0/type',
      '/fields/0/type',
      'Old long values of shop.Order.a are read as double: whole numbers beyond 2^53 are rounded.',
      'Keep long, or add a field of type double beside it.',
    ],
  },
  {
    kind: 'lossy-promotion',
    from: order({ name: 'a', type: 'string' }),
    to: order({ name: 'a', type: 'bytes' }),
    told: [
      '/fields/0/type',
      '/fields/0/type',
      'New bytes values of shop.Order.a are read as string: bytes that are not UTF-8 are replaced.',
      'Keep string, or add a field of type bytes beside it.',
    ],
  },
  {
    kind: 'namespace-changed',
    from: status(['A']),
    to: { ...status(['A']), name: 'sales.Status' },
    told: [
      '/name',
      '/name',
      "shop.Status is called sales.Status now: Avro's rule compares short names, but avsc and others refuse what was written before.",
      'Keep the namespace, or add "aliases": ["shop.Status"] to the type.',
    ],
  },
  {
    kind: 'time-unit-changed',
    from: logical('long', 'timestamp-millis'),
    to: logical('long', 'timestamp-micros'),
    told: [
      '/logicalType',
      '/logicalType',
      'The schema was timestamp-millis and is timestamp-micros: every value is read 1000 times too small.',
      'Keep timestamp-millis, or add a field that is timestamp-micros beside it.',
    ],
  },
  {
    kind: 'time-unit-changed',
    from: logical('long', 'time-micros'),
    to: logical('int', 'time-millis'),
    told: [
      '/logicalType',
      '/logicalType',
      'The schema was time-micros and is time-millis: every value is read 1000 times too large.',
      'Keep time-micros, or add a field that is time-millis beside it.',
    ],
  },
];

describe('overlookedChanges', () => {
  it.each(examples)('$kind: $told.2', ({ kind, from, to, told }) => {
    expect(
      overlookedChanges(from, to).map((one) => [
        one.kind,
        one.previous.location,
        one.next.location,
        one.message,
        one.help,
      ]),
    ).toEqual([[kind, ...told]]);
  });

  it('has an example of every kind', () => {
    expect([...new Set(examples.map(({ kind }) => kind))].sort()).toEqual(overlookedChangeKinds.toSorted());
  });

  it('tells what Avro lets pass one way at least', () => {
    const refused = examples.filter(
      ({ from, to }) => !checkReaderWriter(to, from).compatible && !checkReaderWriter(from, to).compatible,
    );
    expect(refused.map(({ kind }) => kind)).toEqual([]);
  });

  it.each<[string, JsonValue, JsonValue]>([
    ['a doc', order(), { ...order(), doc: 'An order.' }],
    [
      'a renamed field with its alias',
      order({ name: 'a', type: 'int' }),
      order({ name: 'b', type: 'int', aliases: ['a'] }),
    ],
    [
      'another namespace with its alias',
      status(['A']),
      { ...status(['A']), name: 'sales.Status', aliases: ['shop.Status'] },
    ],
    [
      'a field that went, another that came',
      order({ name: 'amount', type: 'int' }),
      order({ name: 'a', type: 'string' }, { name: 'other', type: 'string' }),
    ],
    [
      'a new symbol where readers have a default',
      status(['A'], { default: 'A' }),
      status(['A', 'B'], { default: 'A' }),
    ],
    ['a promotion that keeps all', order({ name: 'a', type: 'int' }), order({ name: 'a', type: 'double' })],
    ['a first default', order({ name: 'a', type: 'int' }), order({ name: 'a', type: 'int', default: 1 })],
    ['a spelling', 'int', { type: 'int', unit: 'm' }],
  ])('says nothing of %s', (_, from, to) => {
    expect(overlookedChanges(from, to)).toEqual([]);
  });

  it('takes many fields that went and came for another record', () => {
    const fields = (prefix: string, count: number): JsonObject =>
      order(...Array.from({ length: count }, (_, index) => ({ name: `${prefix}${index}`, type: 'int' })));
    expect(overlookedChanges(fields('a', 30), fields('b', 30))).toHaveLength(30);
    expect(overlookedChanges(fields('a', 40), fields('b', 40))).toEqual([]);
  });

  it('says nothing of a schema that stays as it is', () => {
    fc.assert(
      fc.property(arbitrarySchema, (schema) => {
        expect(overlookedChanges(schema, schema)).toEqual([]);
      }),
    );
  });

  it('finds what is deep inside, once, with its positions', () => {
    const text = (unit: string): string => `{ "type": "array", "items": { "type": "record", "name": "R", "fields": [
      { "name": "at", "type": ["null", { "type": "long", "logicalType": "timestamp-${unit}" }] },
      { "name": "next", "type": ["null", "R"] } ] } }`;
    const previous = parseSchemaText(text('millis'), 'r.v1.avsc');
    expect(overlookedChanges(previous, parseSchemaText(text('micros'), 'r.v2.avsc'))).toMatchObject([
      {
        kind: 'time-unit-changed',
        subject: 'R.at',
        previous: {
          location: '/items/fields/0/type/1/logicalType',
          position: { file: 'r.v1.avsc', line: 2, column: 73 },
        },
        next: { position: { file: 'r.v2.avsc', line: 2 } },
      },
    ]);
  });
});
