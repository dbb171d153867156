import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database, Row, SqlParameter } from '../core/database.ts';
import { Decimal } from '../core/decimal.ts';
import {
  bigintOf,
  booleanOf,
  bytesOf,
  dateOf,
  integerOf,
  jsonOf,
  nullable,
  numberOf,
  textOf,
} from '../database/columns.ts';
import { migrate } from '../database/migrate.ts';

/** Something that has databases, each in a schema of its own. */
export interface DatabaseHost {
  database(schema: string): Promise<Database>;
  close(): Promise<void>;
}

let schemas = 0;

function newSchema(): string {
  schemas += 1;
  return `Test "${process.pid}" ${schemas}`;
}

/** What every adapter promises. Each test has a database of its own. */
export function describeDatabase(name: string, open: () => Promise<DatabaseHost>): void {
  describe(name, () => {
    const at: { host?: DatabaseHost; database?: Database } = {};
    const database = (): Database => at.database ?? expect.fail('the database is not open');
    const host = (): DatabaseHost => at.host ?? expect.fail('the host is not open');

    beforeAll(async () => {
      at.host = await open();
    }, 60_000);
    afterAll(() => host().close());
    beforeEach(async () => {
      const opened = await host().database(newSchema());
      at.database = opened;
      return () => opened.close();
    });

    describeValues(database);
    describeTransactions(database, host);
    describeMigrations(database);
  });
}

async function selected(
  database: Database,
  expression: string,
  parameters: readonly SqlParameter[] = [],
): Promise<Row> {
  const [row] = await database.transaction((tx) => tx.query(`select (select ${expression}) as value`, parameters));
  return row ?? expect.fail('no row');
}

function describeValues(database: () => Database): void {
  describe('values', () => {
    it.each<[string, unknown]>([
      ['7::int8', 7n],
      ['9223372036854775807::int8', 9_223_372_036_854_775_807n],
      ['count(*) from generate_series(1, 3)', 3n],
      ['7::int4', 7],
      ['7::int2', 7],
      ['1.5::float8', 1.5],
      ["'NaN'::float4", Number.NaN],
      ['12.50::numeric(12, 2)', '12.50'],
      ["'text'::text", 'text'],
      ["'text'::varchar(9)", 'text'],
      ["'0190b2c5-7c4e-7d4a-9a57-8f0d5c3b2a10'::uuid", '0190b2c5-7c4e-7d4a-9a57-8f0d5c3b2a10'],
      ["'2026-11-21'::date", '2026-11-21'],
      ["'10:00:00'::time", '10:00:00'],
      ["'2026-11-21 10:00:00'::timestamp", '2026-11-21 10:00:00'],
      ["'1 day'::interval", '1 day'],
      ["'(1,2)'::point", '(1,2)'],
      ["'2026-11-21T10:00:00.123Z'::timestamptz", new Date('2026-11-21T10:00:00.123Z')],
      ["'2026-11-21T10:00:00+05:30'::timestamptz", new Date('2026-11-21T04:30:00Z')],
      ["'\\x00ff'::bytea", Uint8Array.of(0, 255)],
      ['true', true],
      ['null::text', null],
      [`'{"a": [1, null]}'::jsonb`, { a: [1, null] }],
      ["'null'::jsonb", null],
      [`'"text"'::json`, 'text'],
      ["array['a', null, 'NULL', 'b \"c\" \\d,{}', '']", ['a', null, 'NULL', 'b "c" \\d,{}', '']],
      [
        'array[[1, 2], [3, 4]]',
        [
          [1, 2],
          [3, 4],
        ],
      ],
      ["'[5:6]={1,2}'::int4[]", [1, 2]],
      ['array[1::int8]', [1n]],
      ['array[true]', [true]],
      ["array['\\x01'::bytea]", [Uint8Array.of(1)]],
      [`array['{"a": "}"}'::jsonb]`, [{ a: '}' }]],
      ["array['2026-11-21T00:00:00Z'::timestamptz]", [new Date('2026-11-21T00:00:00Z')]],
      ['array[]::text[]', []],
    ])('reads %s', async (expression, expected) => {
      expect((await selected(database(), expression))['value']).toStrictEqual(expected);
    });

    it.each<[string, SqlParameter, unknown]>([
      ['text', 'a "b" \\', 'a "b" \\'],
      ['int8', 2n ** 62n, 2n ** 62n],
      ['int4', 5, 5],
      ['float8', 0.1, 0.1],
      ['numeric', Decimal.of('12.50'), '12.50'],
      ['boolean', false, false],
      ['timestamptz', new Date('2026-11-21T10:00:00.123Z'), new Date('2026-11-21T10:00:00.123Z')],
      ['bytea', Uint8Array.of(0, 255), Uint8Array.of(0, 255)],
      ['jsonb', '{"a": 1}', { a: 1 }],
      ['text', null, null],
      ['text[]', ['a', null, 'NULL', 'b "c" \\'], ['a', null, 'NULL', 'b "c" \\']],
      ['int8[]', [1n, 2n], [1n, 2n]],
      ['bytea[]', [Uint8Array.of(1)], [Uint8Array.of(1)]],
      ['boolean[]', [true, false], [true, false]],
    ])('takes a parameter of type %s', async (type, parameter, expected) => {
      expect((await selected(database(), `$1::${type}`, [parameter]))['value']).toStrictEqual(expected);
    });

    it('are read by column readers', async () => {
      const [row = {}] = await database().transaction((tx) =>
        tx.query(`select 1::int8 as big, 2 as small, 0.5::float8 as half, true as yes, 'a' as word, null as nothing,
        '2026-11-21T00:00:00Z'::timestamptz as day, '\\x01'::bytea as bytes, '[1]'::jsonb as json`),
      );
      expect([bigintOf(row, 'big'), integerOf(row, 'small'), numberOf(row, 'half'), booleanOf(row, 'yes')]).toEqual([
        1n,
        2,
        0.5,
        true,
      ]);
      expect([textOf(row, 'word'), nullable(textOf)(row, 'nothing'), nullable(textOf)(row, 'word')]).toEqual([
        'a',
        null,
        'a',
      ]);
      expect([dateOf(row, 'day').getUTCDate(), bytesOf(row, 'bytes').length, jsonOf(row, 'json')]).toEqual([
        21,
        1,
        [1],
      ]);
      expect(() => integerOf(row, 'big')).toThrow('[VALUE_INVALID] Column big is not an integer but bigint');
      expect(() => textOf(row, 'words')).toThrow('[VALUE_INVALID] Column words is not among the columns');
    });

    it('refuse parameters that are none', async () => {
      await expect(selected(database(), '$1::timestamptz', [new Date(Number.NaN)])).rejects.toThrow(
        '[VALUE_INVALID] Parameter $1',
      );
    });
  });
}

function describeTransactions(database: () => Database, host: () => DatabaseHost): void {
  const countItems = (tx: { query: (text: string) => Promise<readonly Row[]> }) =>
    tx.query('select count(*) as value from item');

  describe('transactions', () => {
    beforeEach(() =>
      database().transaction((tx) => tx.execute('create table item (id int primary key); create index on item (id)')),
    );

    it('commit when the work resolves, with its result', async () => {
      const result = await database().transaction(async (tx) => {
        await tx.query('insert into item values ($1)', [1]);
        return 'done';
      });
      expect(result).toBe('done');
      expect(await database().transaction(countItems)).toEqual([{ value: 1n }]);
    });

    it('roll back when the work rejects, and pass its own error on', async () => {
      const reason = Object.assign(new Error('no'), { code: 'ECONNREFUSED' });
      const failing = database().transaction(async (tx) => {
        await tx.query('insert into item values (1)');
        throw reason;
      });
      await expect(failing).rejects.toBe(reason);
      expect(await database().transaction(countItems)).toEqual([{ value: 0n }]);
    });

    it('pass on what the database says of a statement', async () => {
      const failing = database().transaction(async (tx) => {
        await tx.query('insert into item values (1)');
        await tx.query('insert into item values (1)');
      });
      await expect(failing).rejects.toMatchObject({ code: '23505' });
      await expect(selected(database(), 'nonsense')).rejects.toMatchObject({ code: '42703' });
      expect(await database().transaction(countItems)).toEqual([{ value: 0n }]);
    });

    it('do not pretend to have committed what a failed statement has undone', async () => {
      const swallowing = database().transaction(async (tx) => {
        await tx.query('insert into item values (1)');
        await tx.query('nonsense').catch(() => undefined);
      });
      await expect(swallowing).rejects.toThrow();
      expect(await database().transaction(countItems)).toEqual([{ value: 0n }]);
    });

    it('recover by savepoints', async () => {
      await database().transaction(async (tx) => {
        await tx.query('savepoint here');
        await tx.query('nonsense').catch(() => undefined);
        await tx.query('rollback to here');
        await tx.query('insert into item values (1)');
      });
      expect(await database().transaction(countItems)).toEqual([{ value: 1n }]);
    });

    it('run statements in the order of their calls, also when nobody waits in between', async () => {
      const rows = await database().transaction(async (tx) => {
        const [, , counted] = await Promise.all([
          tx.query('insert into item values (1)'),
          tx.query('insert into item values (2)'),
          countItems(tx),
        ]);
        return counted;
      });
      expect(rows).toEqual([{ value: 2n }]);
    });

    it('may run at the same time', async () => {
      const ids = Array.from({ length: 30 }, (_, id) => id);
      await Promise.all(
        ids.map((id) => database().transaction((tx) => tx.query('insert into item values ($1)', [id]))),
      );
      expect(await database().transaction(countItems)).toEqual([{ value: 30n }]);
    });

    it('do not nest', async () => {
      const nesting = database().transaction(() => database().transaction(countItems));
      await expect(nesting).rejects.toThrow('use the tx at hand');
    });

    it('may follow one another in what a transaction has set going', async () => {
      const started: Promise<unknown>[] = [];
      const ended = Promise.withResolvers<void>();
      await database().transaction(async () => {
        started.push(ended.promise.then(() => database().transaction(countItems)));
      });
      ended.resolve();
      expect(await Promise.all(started)).toEqual([[{ value: 0n }]]);
    });

    it('are over when they are over', async () => {
      const leaked = await database().transaction(async (tx) => ({ tx }));
      await expect(leaked.tx.query('select 1')).rejects.toThrow('The transaction is over');
    });

    it('see only the tables of their own database', async () => {
      const other = await host().database(newSchema());
      await expect(other.transaction(countItems)).rejects.toMatchObject({ code: '42P01' });
      await other.close();
    });

    it('are waited for by close, and refused after it', async () => {
      const inside = Promise.withResolvers<void>();
      const goOn = Promise.withResolvers<void>();
      const running = database().transaction(async (tx) => {
        inside.resolve();
        await goOn.promise;
        await tx.query('insert into item values (1)');
      });
      await inside.promise;
      const closing = Promise.all([database().close(), database().close()]);
      goOn.resolve();
      await running;
      await closing;
      await expect(database().transaction(countItems)).rejects.toThrow('[DATABASE_UNAVAILABLE]');
    });
  });
}

function describeMigrations(database: () => Database): void {
  const first = { id: 'one', sql: 'create table a (id int); create table b (id int)' };
  const second = { id: 'two', sql: 'insert into a values (1)' };
  const count = () => selected(database(), 'count(*) from a');

  describe('migrations', () => {
    it('are applied once, in their order, whatever is applied before', async () => {
      await migrate(database(), [first]);
      await migrate(database(), [first, second]);
      await migrate(database(), [first, second]);
      expect(await count()).toEqual({ value: 1n });
    });

    it('are applied once by instances that start together', async () => {
      await Promise.all([1, 2, 3, 4].map(() => migrate(database(), [first, second])));
      expect(await count()).toEqual({ value: 1n });
    });

    it('leave those before one that fails, and nothing of it', async () => {
      const broken = { id: 'broken', sql: 'insert into a values (2); insert into nowhere values (1)' };
      await expect(migrate(database(), [first, second, broken])).rejects.toThrow(
        /\[CONFIGURATION_INVALID\] Migration broken failed and was rolled back: .*nowhere/,
      );
      expect(await count()).toEqual({ value: 1n });
    });

    it('must not change once applied, nor share an id', async () => {
      await migrate(database(), [first]);
      await expect(migrate(database(), [{ ...first, sql: 'select 1' }])).rejects.toThrow(
        '[CONFIGURATION_INVALID] Migration one was applied',
      );
      await expect(migrate(database(), [first, first])).rejects.toThrow('[CONFIGURATION_INVALID] Two migrations');
    });
  });
}
