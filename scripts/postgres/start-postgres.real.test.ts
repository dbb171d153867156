import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { startPostgres } from './start-postgres.ts';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('startPostgres', () => {
  it('gives each service a database of its own, and keeps them in its folder', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'eventwright-postgres-test-'));
    try {
      const first = await startPostgres({ directory });
      const orders = await first.createDatabase('orders');
      const payments = await first.createDatabase('payments');
      await query(orders, 'create table placed as select 1 as id');
      await expect(query(payments, 'select id from placed')).rejects.toThrow('does not exist');
      await first.stop();

      const second = await startPostgres({ directory });
      const again = await second.createDatabase('orders');
      expect(await query(again, 'select id from placed')).toEqual([{ id: 1 }]);
      await second.stop();
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('ends while clients are connected', async () => {
    const server = await startPostgres();
    const client = new Client({ connectionString: server.url('postgres') });
    client.on('error', () => undefined);
    await client.connect();
    await server.stop();
    await expect(query(server.url('postgres'), 'select 1')).rejects.toThrow('ECONNREFUSED');
    await client.end().catch(() => undefined);
  });
});
