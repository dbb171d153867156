import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue, Schema } from '../model.ts';
import type { SchemaPlace } from '../schema-problem.ts';
import { schemaText } from '../schema-text.ts';
import { type ResolvedSchemas, resolveSchemas, type SchemaSource } from './resolve-schemas.ts';

function source(file: string, schema: JsonValue, version?: number): SchemaSource {
  return { file, text: JSON.stringify(schema, undefined, 1), ...(version === undefined ? {} : { version }) };
}

function record(name: string, ...types: readonly JsonValue[]): JsonValue {
  return { type: 'record', name, fields: types.map((type, index) => ({ name: `f${index}`, type })) };
}

function fieldTypes(schema: Schema | undefined): readonly (Schema | undefined)[] {
  return schema?.kind === 'record' ? schema.fields.map(({ type }) => type) : [];
}

function place({ position }: SchemaPlace): string {
  return position === undefined ? 'nowhere' : `${position.file}:${position.line}:${position.column}`;
}

/** `file:line:column code`, with related places. */
function problemsOf({ problems }: ResolvedSchemas): readonly string[] {
  return problems.map((problem) => [`${place(problem)} ${problem.code}`, ...problem.related.map(place)].join(' <- '));
}

describe('resolveSchemas', () => {
  it('resolves names over files that use each other, in any order of files', () => {
    const files = [
      source('order.avsc', record('shop.Order', 'Customer', ['null', 'shop.Money'])),
      source('customer.avsc', record('shop.Customer', { type: 'array', items: 'Order' }, 'Money')),
      source('money.avsc', { type: 'fixed', name: 'shop.Money', size: 8 }),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(files, { minLength: 3 }), (shuffled) => {
        const { schemas, problems } = resolveSchemas(shuffled);
        expect(problems).toEqual([]);
        expect([...schemas.keys()]).toEqual(shuffled.map(({ file }) => file));
        const [customer, price] = fieldTypes(schemas.get('order.avsc'));
        const [orders, credit] = fieldTypes(customer);
        expect(customer).toBe(schemas.get('customer.avsc'));
        expect(orders?.kind === 'array' && orders.items).toBe(schemas.get('order.avsc'));
        expect(price?.kind === 'union' && price.branches[1]).toBe(schemas.get('money.avsc'));
        expect(credit).toBe(schemas.get('money.avsc'));
      }),
    );
  });

  it('finds a type that is defined inside another file', () => {
    const { schemas, problems } = resolveSchemas([
      source('a.avsc', record('shop.A', 'shop.Line')),
      source('b.avsc', record('shop.B', { type: 'array', items: record('Line') })),
    ]);
    expect(problems).toEqual([]);
    expect(schemaText(schemas.get('a.avsc') ?? null)).toContain('"name":"shop.Line"');
  });

  it('checks the default of a record that another file defines, before or after', () => {
    const user = source('user.avsc', {
      type: 'record',
      name: 'User',
      fields: [{ name: 'of', type: { type: 'array', items: 'Money' }, default: [{ amount: 1 }] }],
    });
    const money = source('money.avsc', {
      type: 'record',
      name: 'Money',
      fields: [
        { name: 'amount', type: 'int' },
        { name: 'currency', type: 'Currency' },
      ],
    });
    const currency = source('currency.avsc', { type: 'enum', name: 'Currency', symbols: ['EUR'] });
    const wrong = ['user.avsc:12:5 AVRO_DEFAULT_INVALID'];
    expect(problemsOf(resolveSchemas([user, money, currency]))).toEqual(wrong);
    expect(problemsOf(resolveSchemas([currency, money, user]))).toEqual(wrong);
  });

  it('refuses a chain of types in one file that is too deep to be written out', () => {
    const links = Array.from({ length: 300 }, (_, index) => record(`R${index}`, index === 0 ? 'int' : `R${index - 1}`));
    expect(problemsOf(resolveSchemas([source('chain.avsc', links.reverse())]))).toEqual([
      'chain.avsc:1:1 AVRO_TOO_DEEP',
    ]);
  });

  it('takes the own file first, then the newest version', () => {
    const status = (symbol: string): JsonValue => ({ type: 'enum', name: 'shop.Status', symbols: [symbol] });
    const { schemas, problems } = resolveSchemas([
      source('placed.v1.avsc', record('shop.Placed', status('ONE')), 1),
      source('placed.v10.avsc', record('shop.Placed', status('TEN')), 10),
      source('placed.v2.avsc', record('shop.Placed', 'shop.Status', status('TWO')), 2),
      source('seen.v1.avsc', record('shop.Seen', 'shop.Status', 'shop.Placed'), 1),
    ]);
    expect(problems).toEqual([]);
    const [status2, sameStatus2] = fieldTypes(schemas.get('placed.v2.avsc'));
    expect(status2).toBe(sameStatus2);
    expect(status2).toMatchObject({ symbols: ['TWO'] });
    const [seenStatus, seenPlaced] = fieldTypes(schemas.get('seen.v1.avsc'));
    expect(seenStatus).toMatchObject({ symbols: ['TEN'] });
    expect(seenPlaced).toBe(schemas.get('placed.v10.avsc'));
  });

  it('reports a name defined twice in one file or in two of one version, with the first', () => {
    const result = resolveSchemas([
      source('a.v1.avsc', record('shop.Order', record('Line'), record('Line')), 1),
      source('b.v1.avsc', record('shop.Other', record('Line', 'string')), 1),
      source('c.v2.avsc', record('shop.Other', record('Line')), 2),
      source('d.avsc', record('shop.Money')),
      source('e.avsc', record('shop.Money')),
    ]);
    expect(problemsOf(result)).toEqual([
      'a.v1.avsc:17:13 AVRO_NAME_DUPLICATE <- a.v1.avsc:9:13',
      'b.v1.avsc:9:13 AVRO_NAME_DUPLICATE <- a.v1.avsc:9:13',
      'e.avsc:3:10 AVRO_NAME_DUPLICATE <- d.avsc:3:10',
    ]);
    expect([...result.schemas.keys()]).toEqual(['c.v2.avsc', 'd.avsc']);
  });

  it('takes an inner type that two files write alike for one, and declares it in one of them', () => {
    const { schemas, types, problems } = resolveSchemas([
      source('placed.avsc', record('shop.Placed', record('Line', record('Money')))),
      source('shipped.avsc', record('shop.Shipped', record('Line', record('Money')), 'shop.Money')),
      source('money.avsc', record('shop.Other', record('Money'))),
    ]);
    expect(problems).toEqual([]);
    const [line] = fieldTypes(schemas.get('placed.avsc'));
    expect(fieldTypes(schemas.get('shipped.avsc'))).toEqual([line, fieldTypes(line)[0]]);
    expect(fieldTypes(schemas.get('shipped.avsc'))[0]).toBe(line);
    expect(fieldTypes(line)).toHaveLength(1);
    expect([...types].map(([file, declared]) => [file, declared.map(({ name }) => name)])).toEqual([
      ['placed.avsc', ['shop.Placed', 'shop.Line', 'shop.Money']],
      ['shipped.avsc', ['shop.Shipped']],
      ['money.avsc', ['shop.Other']],
    ]);
  });

  it('reads a schema that was parsed already, with the positions that it came with', () => {
    const position = { file: 'orders.yaml', line: 7, column: 3 };
    const json = { kind: 'scalar', value: 'shop.Mony', location: '/', position } as const;
    const { schemas, problems } = resolveSchemas([{ file: 'orders.yaml#7', json }]);
    expect(schemas.size).toBe(0);
    expect(problems).toMatchObject([{ code: 'AVRO_NAME_UNRESOLVED', position }]);
  });

  it('reports two definitions of a name that meet in one schema', () => {
    const result = resolveSchemas([
      source('placed.v1.avsc', record('shop.Placed', record('Line'), 'shop.Basket'), 1),
      source('placed.v2.avsc', record('shop.Placed', record('Line')), 2),
      source('basket.avsc', record('shop.Basket', 'shop.Line')),
    ]);
    expect(problemsOf(result)).toEqual([
      'placed.v1.avsc:1:1 AVRO_NAME_CONFLICT <- placed.v1.avsc:7:12 <- placed.v2.avsc:7:12',
    ]);
  });

  it('says what an unresolved name could mean, and goes on with the other files', () => {
    const result = resolveSchemas([
      source('order.avsc', record('shop.Order', 'Mony', 'lib.Address')),
      source('money.avsc', record('shop.Money')),
      source('address.avsc', record('shop.Address', 'strng')),
      { file: 'broken.avsc', text: '{' },
    ]);
    expect(problemsOf(result)).toEqual([
      'order.avsc:7:12 AVRO_NAME_UNRESOLVED',
      'order.avsc:11:12 AVRO_NAME_UNRESOLVED',
      'address.avsc:7:12 AVRO_NAME_UNRESOLVED',
      'broken.avsc:1:2 AVRO_JSON_INVALID',
    ]);
    expect(result.problems.map(({ help }) => /mean "(.*?)"/.exec(help)?.[1])).toEqual([
      'shop.Money',
      'shop.Address',
      'string',
      undefined,
    ]);
    expect([...result.schemas.keys()]).toEqual(['money.avsc']);
  });

  it('checks defaults against types of other files', () => {
    const priced = {
      type: 'record',
      name: 'shop.Item',
      fields: [{ name: 'price', type: 'shop.Price', default: { amount: 'x' } }],
    };
    const price = { type: 'record', name: 'shop.Price', fields: [{ name: 'amount', type: 'long' }] };
    const result = resolveSchemas([source('item.avsc', priced), source('price.avsc', price)]);
    expect(problemsOf(result)).toEqual(['item.avsc:9:15 AVRO_DEFAULT_INVALID']);
    expect(result.problems[0]?.location).toBe('/fields/0/default/amount');
  });

  it('warns of what Avro ignores or reads in different ways, and keeps the schema', () => {
    const result = resolveSchemas([
      source('a.avsc', record('shop.A', { type: 'B', doc: 'lost' })),
      source('b.avsc', { type: 'record', name: 'B', doc: 1, fields: [] }),
    ]);
    expect(problemsOf(result)).toEqual([
      'a.avsc:8:13 AVRO_NAME_AMBIGUOUS',
      'a.avsc:9:12 AVRO_ATTRIBUTE_IGNORED',
      'b.avsc:4:9 AVRO_ATTRIBUTE_IGNORED',
    ]);
    expect([...result.schemas.keys()]).toEqual(['a.avsc', 'b.avsc']);
  });

  it('never throws, whatever the text', () => {
    const words = fc.constantFrom(
      '"type"',
      ':',
      '{',
      '}',
      '[',
      ']',
      ',',
      '"record"',
      '"name"',
      '"fields"',
      'null',
      '"x"',
      '1',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 12 }), fc.json(), (tokens, json) => {
        const { problems } = resolveSchemas([
          { file: 'a.avsc', text: tokens.join('') },
          { file: 'b.avsc', text: json },
        ]);
        expect(problems.every(({ position }) => position !== undefined)).toBe(true);
      }),
    );
  });

  it('takes time that grows with the text only, whatever is in it', () => {
    const many = <T>(make: (index: number) => T): readonly T[] => Array.from({ length: 20_000 }, (_, i) => make(i));
    const symbols = { type: 'enum', name: 'E', symbols: many((i) => `S${i}`) };
    const unknown = { type: 'record', name: 'R', fields: many((i) => ({ name: `f${i}`, type: `Unknown${i}` })) };
    const known = many((i) => ({ type: 'fixed', name: `Known${i}`, size: 1 }));
    const { problems } = resolveSchemas(
      [symbols, unknown, known].map((schema, index) => ({ file: `${index}.avsc`, text: JSON.stringify(schema) })),
    );
    expect(problems).toHaveLength(20_000);
    expect(problems.filter(({ help }) => help.startsWith('Did you mean'))).toHaveLength(10);
  });
});
