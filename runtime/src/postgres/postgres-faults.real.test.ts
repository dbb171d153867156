import { AsyncLocalStorage } from 'node:async_hooks';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Database, Row, Sql } from '../core/database.ts';
import { recordingLogger } from '../core/testing/recording-logger.ts';
import { integerOf } from '../database/columns.ts';
import { connectPostgres, type PostgresOptions } from './connect-postgres.ts';

const url = process.env['POSTGRES_URL'] ?? '';

/** Runs what somebody else would run beside a transaction: transactions do not nest. */
const outside = AsyncLocalStorage.snapshot();

let schemas = 0;

/** With a table of two rows. One connection, if nothing else is said, so that it meets its own past. */
async function open(options: Partial<PostgresOptions> = {}): Promise<Database> {
  schemas += 1;
  const schema = `faults_${process.pid}_${schemas}`;
  const database = await connectPostgres({ url, schema, poolSize: 1, ...options });
  onTestFinished(() => database.close());
  await database.transaction((tx) => tx.execute('create table item (id int, n int); insert into item values (1), (2)'));
  return database;
}

const touch = (tx: Sql, id: number): Promise<unknown> => tx.query('update item set n = 1 where id = $1', [id]);
const select = (database: Database, text: string): Promise<readonly Row[]> =>
  database.transaction((tx) => tx.query(text));

async function backend(database: Database): Promise<number> {
  const [row = {}] = await select(database, 'select pg_backend_pid() as pid');
  return integerOf(row, 'pid');
}

describe('a conflict with another transaction', () => {
  it('is told where both wait for each other', async () => {
    const database = await open({ poolSize: 2 });
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const outcomes = await Promise.allSettled([
      database.transaction(async (tx) => {
        await touch(tx, 1);
        first.resolve();
        await second.promise;
        await touch(tx, 2);
      }),
      database.transaction(async (tx) => {
        await touch(tx, 2);
        second.resolve();
        await first.promise;
        await touch(tx, 1);
      }),
    ]);
    const failed = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(failed.map(({ reason }) => String(reason))).toEqual([
      expect.stringMatching(/\[DATABASE_CONFLICT\] .* was undone: .*deadlock\. Run its work again/),
    ]);
  });

  it('is told where a lock does not come free in time', async () => {
    const database = await open({ poolSize: 2, lockTimeout: 100 });
    await database.transaction(async (tx) => {
      await touch(tx, 1);
      const blocked = outside(() => database.transaction((other) => touch(other, 1)));
      await expect(blocked).rejects.toThrow('[DATABASE_CONFLICT]');
    });
  });

  it('is told where two cannot have followed one another, at commit as well', async () => {
    const database = await open({ poolSize: 2 });
    const both = Promise.withResolvers<void>();
    let inside = 0;
    const count = () =>
      database.transaction(async (tx) => {
        await tx.query('set transaction isolation level serializable');
        const [row = {}] = await tx.query('select count(*)::int as n from item');
        inside += 1;
        if (inside === 2) both.resolve();
        await both.promise;
        await tx.query('insert into item values ($1)', [integerOf(row, 'n')]);
      });
    const outcomes = await Promise.allSettled([count(), count()]);
    expect(outcomes.map((one) => (one.status === 'rejected' ? one.reason : undefined))).toContainEqual(
      expect.objectContaining({ code: 'DATABASE_CONFLICT', cause: expect.objectContaining({ code: '40001' }) }),
    );
  });
});

describe('time limits', () => {
  it('end a statement that takes too long, as the fault of the statement', async () => {
    const database = await open({ statementTimeout: 100 });
    const before = await backend(database);
    await expect(select(database, 'select pg_sleep(5)')).rejects.toMatchObject({ code: '57014' });
    expect(await backend(database)).toBe(before);
  });

  it('can be another one for a transaction', async () => {
    const database = await open({ statementTimeout: 100 });
    const slow = database.transaction((tx) => tx.query('select pg_sleep(0.3)'), { statementTimeout: 5_000 });
    expect(await slow).toHaveLength(1);
  });

  it('free the locks of a transaction that stands idle, which is told as its own fault', async () => {
    const database = await open({ idleTimeout: 150, poolSize: 2 });
    const idle = database.transaction(async (tx) => {
      await touch(tx, 1);
      await outside(() => database.transaction((other) => touch(other, 1)));
      await tx.query('select 1');
    });
    await expect(idle).rejects.toMatchObject({
      code: '25P03',
      message: expect.stringContaining('stood idle for too long'),
    });
    expect(await select(database, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('tell a pool without a free connection as unavailable', async () => {
    const database = await open({ timeout: 100 });
    await database.transaction(async () => {
      await expect(outside(() => select(database, 'select 1'))).rejects.toThrow('[DATABASE_UNAVAILABLE]');
    });
  });
});

describe('a server that falls silent', () => {
  const frozen = async (): Promise<{ readonly proxy: Freezable; readonly database: Database }> => {
    const proxy = await freezable();
    return { proxy, database: await open({ url: proxy.url, statementTimeout: 100 }) };
  };

  it('is unavailable after the time limit, amid a transaction', async () => {
    const { proxy, database } = await frozen();
    const work = database.transaction(async (tx) => {
      proxy.freeze();
      await tx.query('select 1');
    });
    await expect(work).rejects.toThrow(/\[DATABASE_UNAVAILABLE\] .*no answer within 1100 ms/);
    proxy.thaw();
    expect(await select(database, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('is unavailable after the time limit, while connections stood idle', async () => {
    const { proxy, database } = await frozen();
    proxy.freeze();
    await expect(select(database, 'select 1')).rejects.toThrow(/\[DATABASE_UNAVAILABLE\] .*no answer within 1100 ms/);
    proxy.thaw();
    expect(await select(database, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('does not hold up closing', async () => {
    const proxy = await freezable();
    const database = await open({ url: proxy.url });
    proxy.freeze();
    await database.close();
  });
});

describe('outages that a server tells', () => {
  it.each(['25006', '53100', '53300', '58030'])('are waited out on a new connection: %s', async (code) => {
    const database = await open();
    const before = await backend(database);
    const failing = database.transaction((tx) =>
      tx.execute(`do $$ begin raise exception 'as the test wants it' using errcode = '${code}'; end $$`),
    );
    await expect(failing).rejects.toThrow('[DATABASE_UNAVAILABLE]');
    expect(await backend(database)).not.toBe(before);
  });
});

describe('prepared statements', () => {
  const find = (database: Database): Promise<readonly Row[]> =>
    database.transaction((tx) => tx.query('select * from item where id = $1', [1]));
  const prepared = (database: Database): Promise<readonly Row[]> =>
    select(database, "select statement from pg_prepared_statements where statement like '%from item%'");

  it('are made at the second use of a text', async () => {
    const database = await open();
    await find(database);
    expect(await prepared(database)).toEqual([]);
    await find(database);
    await find(database);
    expect(await prepared(database)).toEqual([{ statement: 'select * from item where id = $1' }]);
  });

  it('are not made where the options say so', async () => {
    const database = await open({ prepare: false });
    for (let use = 0; use < 3; use += 1) await find(database);
    expect(await prepared(database)).toEqual([]);
  });

  it('may become stale: the transaction is to be run again', async () => {
    const database = await open();
    for (let use = 0; use < 3; use += 1) await find(database);
    await database.transaction((tx) => tx.execute('alter table item add column note text'));
    await expect(find(database)).rejects.toThrow('[DATABASE_CONFLICT]');
    expect(await find(database)).toEqual([{ id: 1, n: null, note: null }]);
    expect(await prepared(database)).toHaveLength(1);
  });

  it('are given up where a pooler loses them', async () => {
    const log = recordingLogger();
    const database = await open({ log });
    for (let use = 0; use < 3; use += 1) await find(database);
    await database.transaction((tx) => tx.execute('deallocate all'));
    await expect(find(database)).rejects.toThrow('[DATABASE_CONFLICT]');
    for (let use = 0; use < 3; use += 1) expect(await find(database)).toEqual([{ id: 1, n: null }]);
    expect(await prepared(database)).toEqual([]);
    expect(log.lines.map(({ message }) => message)).toEqual(['a pooler loses prepared statements: they are given up']);
  });
});

interface Freezable {
  readonly url: string;
  /** From now on nothing comes through, and nothing is closed. */
  freeze(): void;
  /** New connections come through again. */
  thaw(): void;
}

/** A way to the server that can fall silent, as a frozen machine or a network without answers does. */
async function freezable(): Promise<Freezable> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let frozen = false;
  const proxy: Server = createServer((near) => {
    sockets.add(near);
    near.on('error', () => undefined);
    if (frozen) return;
    const far = connect(Number(port), hostname);
    far.on('error', () => undefined);
    sockets.add(far);
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });
  const address = proxy.address();
  const near = { port: String(typeof address === 'object' ? address?.port : 0) };
  return {
    url: Object.assign(new URL(url), near).href,
    freeze: () => {
      frozen = true;
      for (const socket of sockets) {
        socket.unpipe();
        socket.pause();
      }
    },
    thaw: () => {
      frozen = false;
    },
  };
}
