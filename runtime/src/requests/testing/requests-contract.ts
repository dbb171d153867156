import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Asking } from '../../core/index.ts';
import { answers, openStage, type Reply, type RequestStage, type RequestsContract, request } from './request-stage.ts';
import type { ShopAsks } from './stock-application.ts';

/** Promises of requests as Vitest tests, on every log alike. */
export function describeRequests(name: string, contract: RequestsContract): void {
  describe(name, { timeout: 6 * contract.patience }, () => {
    let stage: RequestStage;

    beforeEach(async () => {
      stage = await openStage(contract);
    });

    afterEach(() => stage.close());

    /** Asks with time enough. */
    const ask = ({ ask: { itemRequested } }: Asking<ShopAsks>, sku: string) =>
      itemRequested({ ...request(sku), deadline: contract.patience });

    it('resolves with the reply, typed by its name', async () => {
      const shop = await stage.shop();
      await stage.stock(answers);

      const reply = await ask(shop, 'MUG');

      expect(reply).toMatchObject({ name: 'ItemAnswered', status: 'ok', key: 'MUG', source: '/stock' });
      // The compiler knows by the status which of the values it is.
      expect(reply.status === 'ok' && reply.value.available).toBe(3);
      expect(shop.requests.status()).toEqual({ pending: 0, answered: 1, timedOut: 0, late: 0, duplicates: 0 });
    });

    it('resolves with an error of the contract, told apart by its status', async () => {
      const shop = await stage.shop();
      await stage.stock(answers);

      expect(await ask(shop, 'NO-MUG')).toMatchObject({
        name: 'ItemUnknown',
        status: 'error',
        value: { sku: 'NO-MUG' },
      });
    });

    it('gives each of many that ask at the same time its own reply', async () => {
      const shops = [await stage.shop(), await stage.shop()];
      await stage.stock(answers);
      const skus = Array.from({ length: 500 }, (_, index) => `MUG-${index}`);

      const asked = shops.flatMap((shop) => skus.map(async (sku) => ({ sku, reply: await ask(shop, sku) })));
      const replies = await Promise.all(asked);

      expect(replies.filter(({ sku, reply }) => reply.value.sku !== sku)).toEqual([]);
      for (const shop of shops)
        expect(shop.requests.status()).toMatchObject({ pending: 0, answered: 500, duplicates: 0 });
    });

    it('says by the deadline that there is no reply', async () => {
      const shop = await stage.shop();
      await shop.ready();
      const started = performance.now();

      await expect(shop.ask.itemRequested({ ...request('MUG'), deadline: 200 })).rejects.toMatchObject({
        code: 'REQUEST_TIMEOUT',
      });

      expect(performance.now() - started).toBeLessThan(200 + contract.patience / 2);
      expect(shop.requests.status()).toMatchObject({ pending: 0, timedOut: 1 });
    });

    it('drops a late reply and counts it', async () => {
      const shop = await stage.shop();
      const late: (() => Promise<void>)[] = [];
      await stage.hand(async (_, reply) => {
        late.push(() => reply('ItemAnswered', { sku: 'MUG', available: 1 }));
      });
      await shop.ready();

      const asked = shop.ask.itemRequested({ ...request('MUG'), deadline: 300 });
      await expect(asked).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
      await stage.eventually(() => expect(late).toHaveLength(1));
      await late[0]?.();

      await stage.eventually(() => expect(shop.requests.status()).toMatchObject({ late: 1, duplicates: 0 }));
    });

    it('takes the first of two replies and counts the other', async () => {
      const shop = await stage.shop();
      await stage.hand(async (_, reply) => {
        await reply('ItemAnswered', { sku: 'MUG', available: 1 });
        await reply('ItemAnswered', { sku: 'MUG', available: 2 });
      });

      expect(await ask(shop, 'MUG')).toMatchObject({ value: { available: 1 } });
      await stage.eventually(() => expect(shop.requests.status()).toMatchObject({ answered: 1, duplicates: 1 }));
    });

    it('has another process answer where the one that was asked has died', async () => {
      const shop = await stage.shop();
      const taken = Promise.withResolvers<void>();
      const first = await stage.stock(
        async (_, { signal }) => {
          taken.resolve();
          await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
          signal.throwIfAborted();
        },
        { drainTimeout: 10 },
      );

      const asked = ask(shop, 'MUG');
      await taken.promise;
      await first.end();
      await stage.stock(answers);

      expect(await asked).toMatchObject({ value: { sku: 'MUG' } });
    });

    it('loses no reply while processes that answer come and go', async () => {
      const shop = await stage.shop();
      const keeping = await stage.stock(answers);
      const asked: Promise<unknown>[] = [];
      const askSome = (count: number): void => {
        for (let index = 0; index < count; index += 1) asked.push(ask(shop, `MUG-${asked.length}`));
      };

      for (let round = 0; round < 3; round += 1) {
        askSome(20);
        const coming = await stage.stock(answers);
        askSome(20);
        await coming.end();
      }
      await Promise.all(asked);

      expect(shop.requests.status()).toMatchObject({ pending: 0, answered: 120, timedOut: 0 });
      await keeping.end();
    });

    it('leaves to nobody what was asked by a process that has died', async () => {
      const first = await stage.shop();
      const held: Reply[] = [];
      await stage.hand(async (_, reply) => {
        if (held.push(reply) > 1) await reply('ItemAnswered', { sku: 'LAMP', available: 2 });
      });
      const asked = ask(first, 'MUG');
      await stage.eventually(() => expect(held).toHaveLength(1));
      const ended = expect(asked).rejects.toMatchObject({ code: 'TRANSPORT_CLOSED' });
      await first.end();
      await ended;

      const second = await stage.shop();
      await second.ready();
      await held[0]?.('ItemAnswered', { sku: 'MUG', available: 1 });

      expect(await ask(second, 'LAMP')).toMatchObject({ value: { sku: 'LAMP' } });
      expect(second.requests.status()).toEqual({ pending: 0, answered: 1, timedOut: 0, late: 0, duplicates: 0 });
    });

    it('handles no request whose deadline has passed', async () => {
      const shop = await stage.shop();
      await shop.ready();
      const old = shop.ask.itemRequested({ ...request('OLD'), deadline: 50 });
      await expect(old).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
      const handled: string[] = [];
      const running = await stage.stock(async (event, ctx) => {
        handled.push(event.key);
        await answers(event, ctx);
      });

      await ask(shop, 'NEW');

      expect(handled).toEqual(['NEW']);
      await stage.eventually(() => {
        expect(running.accounting.ignored).toBeGreaterThan(0);
        expect(running.accounting).toMatchObject({ applied: 1, dead: 0, inFlight: 0 });
      });
    });
  });
}
