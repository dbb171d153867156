import { expect, it } from 'vitest';
import type { Database } from '../core/database.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { openDatabase } from './open-database.ts';
import type { Pglite } from './open-pglite.ts';

const database: Database = { transaction: () => Promise.reject(new Error('not used')), close: async () => {} };
const opened: string[] = [];
const pglite: Pglite = {
  database: async (schema) => {
    opened.push(schema);
    return database;
  },
  close: async () => {},
};

it('takes the embedded database where the environment names none', async () => {
  expect(await openDatabase({ service: 'orders', environment: { DATABASE_URL_ORDERS: '' }, pglite })).toBe(database);
  expect(opened).toEqual(['orders']);
});

it('takes the server that the environment names', async () => {
  const environment = { DATABASE_URL_STORE_FRONT: 'postgres://127.0.0.1:1/shop' };
  await expect(openDatabase({ service: 'store-front', environment, pglite })).rejects.toThrow(
    'The database shop at 127.0.0.1:1',
  );
});

it.each(['mysql://user:word@127.0.0.1/shop', '127.0.0.1:5432/shop', 'postgres'])(
  'refuses %s, which names no PostgreSQL, without repeating it',
  async (url) => {
    const opening = openDatabase({ service: 'store-front', environment: { DATABASE_URL_STORE_FRONT: url } });
    await expect(opening).rejects.toThrow(
      '[CONFIGURATION_INVALID] DATABASE_URL_STORE_FRONT is no PostgreSQL URL. Set it to one as in postgres://user:password@',
    );
    await expect(opening).rejects.not.toThrow('word@127.0.0.1/');
  },
);

it('makes an embedded database of its own in the folder that it may use, and lets go of it', async () => {
  const directory = await temporaryFolder();
  for (const expected of [1, 2]) {
    const own = await openDatabase({ service: 'orders', environment: {}, directory });
    await own.transaction((tx) => tx.execute('create table if not exists start (); insert into start default values'));
    expect(await own.transaction((tx) => tx.query('select count(*)::int as starts from start'))).toEqual([
      { starts: expected },
    ]);
    await own.close();
  }
}, 60_000);

it('says what to set where there is neither', async () => {
  await expect(openDatabase({ service: 'orders', environment: {} })).rejects.toThrow(
    '[CONFIGURATION_INVALID] The service orders has no database. Set DATABASE_URL_ORDERS',
  );
});
