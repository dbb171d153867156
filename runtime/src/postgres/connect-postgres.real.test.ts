import { createServer } from 'node:net';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import type { Database } from '../core/database.ts';
import { integerOf } from '../database/columns.ts';
import { connectPostgres } from './connect-postgres.ts';
import { describeDatabase } from './database-contract.ts';

const url = process.env['POSTGRES_URL'] ?? '';

describeDatabase('PostgreSQL', async () => ({
  database: (schema) => connectPostgres({ url, schema }),
  close: async () => {},
}));

/** What an administrator of the server does. */
async function administer(statement: string, parameters: readonly unknown[] = []): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(statement, [...parameters]).finally(() => client.end());
}

/** Ends the connections of a database on the server, as a restart does. */
async function cutConnections(database: Database): Promise<void> {
  const [row] = await database.transaction((tx) => tx.query('select pg_backend_pid() as pid'));
  await administer('select pg_terminate_backend($1)', [row === undefined ? 0 : integerOf(row, 'pid')]);
}

it('works on after the server closed its connections', async () => {
  const database = await connectPostgres({ url, poolSize: 1 });
  await cutConnections(database);
  await expect
    .poll(async () => database.transaction((tx) => tx.query('select 1 as one')).catch(String))
    .toEqual([{ one: 1 }]);
  await database.close();
});

it('has a connection for transactions apart while all others are taken, and none for anybody else', async () => {
  const database = await connectPostgres({ url, poolSize: 1, timeout: 300 });
  const held = Promise.withResolvers<void>();
  const holding = database.transaction(() => held.promise);
  const one = (): Promise<unknown> => database.transaction((tx) => tx.query('select 1 as one'));
  await expect(one()).rejects.toThrow('[DATABASE_UNAVAILABLE]');
  const apart = database.transaction((tx) => tx.query('select 1 as one'), { apart: true });
  expect(await apart).toEqual([{ one: 1 }]);
  held.resolve();
  await holding;
  await database.close();
});

it('says that the database is unavailable when a connection is lost amid a transaction', async () => {
  const database = await connectPostgres({ url });
  const lost = database.transaction(async (tx) => {
    await tx.query('select pg_terminate_backend(pg_backend_pid())');
    await tx.query('select 1');
  });
  await expect(lost).rejects.toThrow('[DATABASE_UNAVAILABLE]');
  expect(await database.transaction((tx) => tx.query('select 1 as one'))).toEqual([{ one: 1 }]);
  await database.close();
});

it('says that the database is unavailable when nobody listens, or nobody answers', async () => {
  await expect(connectPostgres({ url: 'postgres://shop:secret@127.0.0.1:1/orders' })).rejects.toThrow(
    /\[DATABASE_UNAVAILABLE\] The database orders at 127\.0\.0\.1:1 (?!.*secret)/,
  );
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const address = silent.address();
  const port = typeof address === 'object' ? address?.port : 0;
  await expect(connectPostgres({ url: `postgres://127.0.0.1:${port}/orders`, timeout: 200 })).rejects.toThrow(
    '[DATABASE_UNAVAILABLE]',
  );
  silent.close();
});

it('says that the database is unavailable when the server lets this user in no more', async () => {
  const user = `dismissed_${process.pid}`;
  await administer(`create role ${user} login`);
  const database = await connectPostgres({ url: Object.assign(new URL(url), { username: user }).href, poolSize: 1 });
  await administer(`alter role ${user} nologin`);
  await cutConnections(database);
  await expect
    .poll(() => database.transaction((tx) => tx.query('select 1')).catch(String))
    .toMatch(new RegExp(`\\[DATABASE_UNAVAILABLE\\] .* cannot be used: role "${user}" is not permitted to log in`));
  await database.close();
  await administer(`drop role ${user}`);
});

it('lets instances that start together make their schema once', async () => {
  const schema = `together_${process.pid}`;
  const databases = await Promise.all([1, 2, 3, 4, 5, 6].map(() => connectPostgres({ url, schema })));
  for (const database of databases) await database.close();
});
