import { describe, expect, it, onTestFinished } from 'vitest';
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
