import { Webhook } from 'standardwebhooks';
import { describe, expect, it, onTestFinished } from 'vitest';
import { integerOf } from '../../database/columns.ts';
import { numbersIn, type OpenedFeed, type OpenFeedForTest } from '../../feeds/testing/feed-host.ts';
import { standardSchedule } from '../next-try.ts';
import { type EndpointKey, type OpenWebhooksOptions, openWebhooks, type Webhooks } from '../open-webhooks.ts';
import { type ReceivedPost, startReceiver, withStatus } from './receiver.ts';

export interface OpenedWebhooks extends OpenedFeed {
  readonly webhooks: Webhooks;
  /** Of the subscriber, who may see both kinds of parcel events. */
  readonly subscriber: string;
  /** An endpoint of the subscriber. */
  register(url: string, events?: readonly string[]): Promise<EndpointKey & { readonly secret: string }>;
  /** Makes what waits due now, and says how long it would have waited, in seconds. */
  skipWaiting(key: EndpointKey): Promise<number>;
}

export async function openForTest(
  open: OpenFeedForTest,
  options: Partial<OpenWebhooksOptions> = {},
): Promise<OpenedWebhooks> {
  const opened = await open();
  const { database, feed, subscribers } = opened;
  const webhooks = await openWebhooks({ database, feed, pollEvery: 20, allowedAddresses: ['127.0.0.1'], ...options });
  onTestFinished(() => webhooks.close());
  const { id: subscriber } = await subscribers.add({ name: 'Partner', events: ['ParcelShipped', 'ParcelLost'] });
  return {
    ...opened,
    webhooks,
    subscriber,
    register: async (url, events = ['ParcelShipped']) => ({
      subscriber,
      ...(await webhooks.add(subscriber, { url, events })),
    }),
    skipWaiting: ({ id }) =>
      database.transaction(async (tx) => {
        const [row] = await tx.query(
          `update eventwright_webhook_delivery d set due_at = clock_timestamp(), last_error = null from (
             select endpoint, position, due_at from eventwright_webhook_delivery
             where endpoint = $1 and state = 'waiting' order by position limit 1 for update) b
           where d.endpoint = b.endpoint and d.position = b.position
           returning extract(epoch from b.due_at - clock_timestamp())::integer as wait`,
          [id],
        );
        return row === undefined ? 0 : integerOf(row, 'wait');
      }),
  };
}

const numbersOf = (posts: readonly ReceivedPost[]): readonly number[] =>
  numbersIn(posts.map(({ headers }) => ({ id: String(headers['webhook-id']) })));

const verified = (secret: string, { headers, body }: ReceivedPost): unknown =>
  new Webhook(secret).verify(body, {
    'webhook-id': String(headers['webhook-id']),
    'webhook-timestamp': String(headers['webhook-timestamp']),
    'webhook-signature': String(headers['webhook-signature']),
  });

/** What webhooks are on every database. */
export function describeWebhooks(open: OpenFeedForTest): void {
  describe('webhooks', () => {
    it('are taken by a receiver that others wrote, and carry what is public', async () => {
      const { register, ship, webhooks } = await openForTest(open);
      const receiver = await startReceiver();
      const { secret, ...key } = await register(receiver.url);
      await ship('A', 1);
      await receiver.received(1);
      const [post] = receiver.posts;
      if (post === undefined) expect.fail('nothing came');
      expect(verified(secret, post)).toMatchObject({ specversion: '1.0', data: { orderId: 'A', count: '1' } });
      expect(post.body).not.toContain('Ada');
      expect(post.headers['content-type']).toBe('application/cloudevents+json');
      expect(() => verified(secret, { ...post, body: `${post.body} ` })).toThrow();
      await expect
        .poll(() => webhooks.get(key), { timeout: 15_000 })
        .toMatchObject({ state: 'active', waiting: 0, delivered: 1n });
    });

    it('are of the kinds that the endpoint asks for and the subscriber may see, from its registration on', async () => {
      const { register, ship, lose, subscribers, subscriber } = await openForTest(open);
      const receiver = await startReceiver();
      await ship('A', 1);
      await register(receiver.url, ['ParcelShipped', 'ParcelLost']);
      await lose('A', 2);
      await receiver.received(1);
      await subscribers.allow(subscriber, ['ParcelShipped']);
      await lose('A', 3);
      await ship('A', 4);
      await receiver.received(2);
      expect(numbersOf(receiver.posts)).toEqual([2, 4]);
    });

    it('come again with the same id until they are taken, in order per key, while other keys go on', async () => {
      const { register, ship, skipWaiting, webhooks } = await openForTest(open);
      const refused = new Set([1]);
      const receiver = await startReceiver(({ headers }, response) => {
        const isRefused = refused.has(Number(String(headers['webhook-id']).slice(-12)));
        response.writeHead(isRefused ? 500 : 204).end();
      });
      const key = await register(receiver.url);
      await ship('A', 1, 2);
      await ship('B', 3);
      await expect
        .poll(() => webhooks.deliveries(key), { timeout: 15_000 })
        .toMatchObject([
          { position: 3n, state: 'delivered' },
          { position: 2n, state: 'waiting', attempts: 0 },
          { position: 1n, state: 'waiting', attempts: 1, lastError: 'it answered 500' },
        ]);
      refused.clear();
      expect(await skipWaiting(key)).toBeGreaterThan(0);
      await receiver.received(4);
      expect(numbersOf(receiver.posts)).toEqual([1, 3, 1, 2]);
    });

    it('are tried by the schedule of Standard Webhooks, and then the endpoint is disabled', async () => {
      const { register, ship, skipWaiting, webhooks } = await openForTest(open);
      const receiver = await startReceiver(withStatus(500));
      const key = await register(receiver.url);
      await ship('A', 1);
      for (const [index, wait] of standardSchedule.entries()) {
        await expect
          .poll(() => webhooks.deliveries(key), { timeout: 15_000 })
          .toMatchObject([{ attempts: index + 1, lastError: 'it answered 500' }]);
        const waited = await skipWaiting(key);
        expect(Math.abs(waited - wait / 1_000)).toBeLessThan(5);
        await receiver.received(index + 2);
      }
      await expect
        .poll(() => webhooks.get(key), { timeout: 15_000 })
        .toMatchObject({ state: 'disabled', reason: 'exhausted', waiting: 1 });
      expect(receiver.posts.length).toBe(10);
      receiver.answer(withStatus(204));
      await ship('A', 2);
      expect(await webhooks.enable(key)).toBe(true);
      await receiver.received(12);
      expect(numbersOf(receiver.posts).slice(-2)).toEqual([1, 2]);
    });

    it('end with a 410, and nothing is lost where the owner enables the endpoint again', async () => {
      const { register, ship, webhooks } = await openForTest(open);
      const receiver = await startReceiver(withStatus(410));
      const key = await register(receiver.url);
      await ship('A', 1);
      await expect
        .poll(() => webhooks.get(key), { timeout: 15_000 })
        .toMatchObject({ state: 'disabled', reason: 'gone' });
      await ship('A', 2);
      expect(receiver.posts.length).toBe(1);
      receiver.answer(withStatus(200));
      await webhooks.enable(key);
      await receiver.received(3);
      expect(numbersOf(receiver.posts)).toEqual([1, 1, 2]);
    });

    it('wait for as long as the receiver asks, where that is longer', async () => {
      const { register, ship, skipWaiting, webhooks } = await openForTest(open);
      const receiver = await startReceiver(withStatus(429, { 'retry-after': '3600' }));
      const key = await register(receiver.url);
      await ship('A', 1);
      await expect
        .poll(() => webhooks.deliveries(key), { timeout: 15_000 })
        .toMatchObject([{ attempts: 1, lastError: 'it answered 429' }]);
      expect(Math.abs((await skipWaiting(key)) - 3_600)).toBeLessThan(5);
    });

    it('of one endpoint that hangs do not slow those of another', async () => {
      const { register, ship } = await openForTest(open, { timeout: 20_000 });
      const hanging = await startReceiver(() => undefined);
      const quick = await startReceiver();
      await register(hanging.url);
      await register(quick.url);
      const before = performance.now();
      for (const order of ['A', 'B', 'C', 'D', 'E', 'F']) await ship(order, 1, 2, 3, 4, 5);
      await quick.received(30);
      expect(performance.now() - before).toBeLessThan(15_000);
      expect(hanging.posts.length).toBeLessThanOrEqual(4);
      hanging.answer(withStatus(204));
    });

    it('of a range come again when the owner asks', async () => {
      const { register, ship, webhooks, database } = await openForTest(open);
      const receiver = await startReceiver();
      const key = await register(receiver.url);
      await ship('A', 1, 2, 3);
      await receiver.received(3);
      await expect.poll(() => webhooks.get(key), { timeout: 15_000 }).toMatchObject({ delivered: 3n });
      const since = new Date('2026-11-21T12:00:02.000Z');
      await database.transaction((tx) =>
        tx.query("update eventwright_feed set added_at = $1::timestamptz + (position - 2) * interval '1 second'", [
          since,
        ]),
      );
      expect(await webhooks.replay(key, { since })).toBe(2);
      await receiver.received(5);
      expect(numbersOf(receiver.posts).slice(-2)).toEqual([2, 3]);
      expect(await webhooks.replay({ ...key, subscriber: 'another' }, { since })).toBeUndefined();
    });

    it('are signed by both secrets for a day after a rotation', async () => {
      const { register, ship, webhooks, database } = await openForTest(open);
      const receiver = await startReceiver();
      const { secret, ...key } = await register(receiver.url);
      const fresh = (await webhooks.rotate(key)) ?? expect.fail('no endpoint');
      await ship('A', 1);
      await receiver.received(1);
      for (const one of [secret, fresh]) for (const post of receiver.posts) verified(one, post);
      await database.transaction((tx) =>
        tx.query("update eventwright_webhook set old_secret_until = old_secret_until - interval '24 hours'"),
      );
      await ship('A', 2);
      await receiver.received(2);
      const [, last] = receiver.posts;
      if (last === undefined) expect.fail('nothing came');
      verified(fresh, last);
      expect(() => verified(secret, last)).toThrow();
    });

    it('of a revoked subscriber end', async () => {
      const { register, ship, subscribers, subscriber, webhooks } = await openForTest(open);
      const receiver = await startReceiver();
      const other = await startReceiver();
      await register(receiver.url);
      await subscribers.revoke(subscriber);
      const { id } = await subscribers.add({ name: 'Other', events: ['ParcelShipped'] });
      await webhooks.add(id, { url: other.url, events: ['ParcelShipped'] });
      await ship('A', 1);
      await other.received(1);
      expect(receiver.posts).toEqual([]);
    });

    it('are made by another process where theirs died', async () => {
      const { register, ship, database, webhooks } = await openForTest(open);
      const receiver = await startReceiver();
      const key = await register(receiver.url);
      await webhooks.disable(key);
      await ship('A', 1);
      await webhooks.enable(key);
      await receiver.received(1);
      await expect.poll(() => webhooks.get(key), { timeout: 15_000 }).toMatchObject({ waiting: 0 });
      // As a process leaves it that has claimed and died: waiting, tried once, its lease over.
      await database.transaction((tx) =>
        tx.query(
          "update eventwright_webhook_delivery set state = 'waiting', delivered_at = null, due_at = clock_timestamp()",
        ),
      );
      await receiver.received(2);
      expect(numbersOf(receiver.posts)).toEqual([1, 1]);
    });

    it('count what was forgotten before it could be delivered', async () => {
      const { register, ship, database, webhooks } = await openForTest(open);
      const receiver = await startReceiver();
      const key = await register(receiver.url);
      await webhooks.disable(key);
      await ship('A', 1, 2, 3);
      await database.transaction((tx) => tx.query('delete from eventwright_feed where position < 3'));
      await webhooks.enable(key);
      await expect.poll(() => webhooks.get(key), { timeout: 15_000 }).toMatchObject({ missed: 2n });
    });
  });
}
