import { randomUUID } from 'node:crypto';
import type { Database, StoredRecord } from '@eventwright/runtime';
import { type OpenDelivery, openDelivery } from '@eventwright/runtime/delivery';
import { openMemoryLog } from '@eventwright/runtime/embedded';
import { connectPostgres } from '@eventwright/runtime/postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command } from '../../../test/command.ts';
import { smallProject, temporaryProject } from '../../../test/temporary-project.ts';

const brokers = process.env['KAFKA_BROKERS'] ?? '';
const lane = { consumer: 'orders', topic: 'shop.orders', partition: 0, lane: 0 };

let database: Database;
let delivery: OpenDelivery;
let root: string;
let url: string;

beforeAll(async () => {
  const server = new URL(process.env['POSTGRES_URL'] ?? '');
  const schema = `dead_letters_${randomUUID().replaceAll('-', '')}`;
  // The schema of the search path travels in the URL, as an operator would write it.
  server.searchParams.set('options', `-csearch_path=${schema}`);
  url = server.href;
  database = await connectPostgres({ url: process.env['POSTGRES_URL'] ?? '', schema });
  delivery = await openDelivery({ database, transport: openMemoryLog() });
  root = await temporaryProject(smallProject);
}, 60_000);

afterAll(async () => {
  await delivery.close();
  await database.close();
});

const record = (offset: bigint): StoredRecord => ({
  topic: lane.topic,
  partition: 0,
  offset,
  key: new TextEncoder().encode('order-1'),
  value: new TextEncoder().encode('v'),
  headers: new Map(),
  timestamp: Date.now(),
});

/** Parks a record that has used up its tries, and one behind it. */
async function givenHeldKey(): Promise<void> {
  const arrival = (offset: bigint, claims: boolean) => ({
    record: record(offset),
    id: `e-${offset}`,
    time: Date.now(),
    claims,
  });
  const parking = {
    attempts: 8,
    failures: 8,
    dueIn: 'held' as const,
    error: new Error('no such item'),
    firstFailedAt: new Date(),
  };
  await delivery.transaction(async (tx) => {
    await tx.admit(lane, [arrival(0n, false)]);
    await tx.park(lane, record(0n), parking);
  });
  await delivery.transaction((tx) => tx.admit(lane, [arrival(1n, true)]));
}

describe('eventwright dead-letters on a database', { timeout: 60_000 }, () => {
  it('shows what holds a key, and lets those behind it go on once it is given up', async () => {
    await givenHeldKey();
    const list = () => command(root, 'dead-letters', 'list', '--brokers', brokers, '--database', url, '--quiet');
    expect((await list()).stdout).toMatch(
      /1 key held in the database\n.*\norders\/shop\.orders\/0\/0 .*order-1 +1 follower +no such item/,
    );

    const discard = (...args: readonly string[]) =>
      command(root, 'dead-letters', 'discard', 'orders/shop.orders/0/0', '--database', url, ...args);
    expect(await discard()).toMatchObject({ exitCode: 2 });
    expect(await discard('--yes')).toMatchObject({ exitCode: 0 });
    expect(await discard('--yes')).toMatchObject({ exitCode: 1 });
    expect((await list()).stdout).toContain('0 keys held');
    const due = await delivery.dueKeys(lane, 10);
    expect(due.keys).toHaveLength(1);
  });

  it('refuses what names nothing, and says where the database is no service of ours', async () => {
    expect(await command(root, 'dead-letters', 'discard', 'x', '--yes', '--database', url)).toMatchObject({
      exitCode: 2,
    });
    expect(await command(root, 'dead-letters', 'give-back', '4711', '--database', url)).toMatchObject({ exitCode: 1 });
    const elsewhere = await command(
      root,
      'dead-letters',
      'give-back',
      '1',
      '--database',
      process.env['POSTGRES_URL'] ?? '',
    );
    expect(elsewhere).toMatchObject({ exitCode: 4 });
    expect(elsewhere.stdout + elsewhere.stderr).toContain('that runs with delivery');
  });
});
