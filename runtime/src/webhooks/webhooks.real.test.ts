import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Database } from '../core/database.ts';
import { integerOf } from '../database/columns.ts';
import { useFeed } from '../feeds/testing/feed-host.ts';
import { connectPostgres } from '../postgres/index.ts';
import { openWebhooks } from './open-webhooks.ts';
import { startReceiver } from './testing/receiver.ts';
import { describeWebhooks, openForTest } from './testing/webhook-contract.ts';

const url = process.env['POSTGRES_URL'] ?? '';

const open = useFeed(async () => ({
  database: (schema) => connectPostgres({ url, schema }),
  close: async () => {},
}));

describeWebhooks(open);

describe('webhooks of several processes', () => {
  it('deliver each event once and in order per key, as long as nothing fails', async () => {
    const { database, again, register, ship } = await openForTest(open);
    for (const feed of [await again(), await again()]) {
      const other = await openWebhooks({ database, feed, pollEvery: 10, allowedAddresses: ['127.0.0.1'] });
      onTestFinished(() => other.close());
    }
    const receiver = await startReceiver();
    await register(receiver.url);
    const orders = ['A', 'B', 'C', 'D'];
    for (let n = 1; n <= 40; n += 1) await ship(orders[n % 4] ?? '', n);
    await receiver.received(40);
    const ids = receiver.posts.map(({ headers }) => String(headers['webhook-id']));
    expect(new Set(ids).size).toBe(40);
    expect(ids.length).toBe(40);
    for (const own of Map.groupBy(receiver.posts, ({ body }) => String(JSON.parse(body).subject)).values()) {
      const seen = own.map(({ headers }) => String(headers['webhook-id']));
      expect(seen).toEqual([...seen].sort());
    }
  });
});

/** Runs what somebody else would run beside a transaction: transactions do not nest. */
const outside = AsyncLocalStorage.snapshot();

/** Whether a transaction waits for one of the process that PostgreSQL has for another one. */
async function isAwaited(database: Database, pid: number): Promise<boolean> {
  const waiting = 'select pid from pg_stat_activity where $1 = any (pg_blocking_pids(pid))';
  return (await database.transaction((tx) => tx.query(waiting, [pid]))).length > 0;
}

describe('an endpoint whose delivery is being settled', () => {
  it.each(['enable', 'remove'] as const)('waits for that to %s it, and neither is undone', async (change) => {
    const { database, register, ship, webhooks } = await openForTest(open);
    const receiver = await startReceiver((_, response) => response.writeHead(500).end());
    const key = await register(receiver.url);
    await ship('A', 1);
    await expect
      .poll(() => webhooks.deliveries(key), { timeout: 15_000 })
      .toMatchObject([{ lastError: expect.stringContaining('500') }]);
    const changes: Promise<unknown>[] = [];
    // As settling does: first the delivery, then its endpoint.
    await database.transaction(async (tx) => {
      const [own = {}] = await tx.query('select pg_backend_pid() as pid');
      await tx.query('update eventwright_webhook_delivery set attempts = attempts where endpoint = $1', [key.id]);
      changes.push(outside(() => webhooks[change](key)));
      const pid = integerOf(own, 'pid');
      await outside(() =>
        vi.waitFor(async () => expect(await isAwaited(database, pid)).toBe(true), { timeout: 8_000 }),
      );
      await tx.query('update eventwright_webhook set failing = true where id = $1', [key.id]);
    });
    expect(await Promise.all(changes)).toEqual([true]);
  });
});
