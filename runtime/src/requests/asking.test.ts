import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createClient,
  type Fact,
  type SubscribeOptions,
  type Subscription,
  type Telemetry,
  type Transport,
} from '../core/index.ts';
import { jsonRegistry } from '../core/testing/json-registry.ts';
import { memoryDelivery } from '../core/testing/memory-delivery.ts';
import { openMemoryLog } from '../embedded/index.ts';
import { type OpenRequests, openRequests } from './index.ts';
import { answers, request } from './testing/request-stage.ts';
import {
  type ShopAsks,
  type StockHandlers,
  shopApplication,
  stockApplication,
  stockTopics,
} from './testing/stock-application.ts';

const topics = stockTopics();
const registry = jsonRegistry();
const until = (condition: () => void): Promise<void> => vi.waitFor(condition, { timeout: 10_000, interval: 5 });

let log: Transport;
let requests: OpenRequests;
let facts: Fact[];
let telemetry: readonly Telemetry[];

beforeEach(async () => {
  log = openMemoryLog();
  await log.ensureTopics([topics.requests, topics.replies, topics.deadLetters]);
  facts = [];
  const activity = { trace: new Map(), within: <T>(work: () => Promise<T>) => work(), end: () => undefined };
  telemetry = [{ start: () => activity, tell: (fact) => facts.push(fact), watch: () => () => undefined }];
  requests = openRequests({ transport: log, telemetry });
});

afterEach(async () => {
  await requests.close();
  await log.close();
});

const shopOf = (given: Partial<Parameters<typeof createClient>[1]> = {}) =>
  createClient<object, object, never, ShopAsks>(shopApplication(topics), {
    ...{ transport: log, registry, requests, telemetry },
    ...given,
  });

const stockOf = (given: Partial<Parameters<typeof createClient>[1]> = {}) =>
  createClient<object, StockHandlers>(stockApplication(topics), { transport: log, registry, telemetry, ...given });

const pending = (): number => requests.status().pending;

describe('ask', () => {
  it('says what it needs where the client has no requests', async () => {
    const shop = createClient<object, object, never, ShopAsks>(shopApplication(topics), { transport: log, registry });
    await expect(shop.ask.itemRequested(request('MUG'))).rejects.toThrow(/CONFIGURATION_INVALID.*openRequests/);
  });

  it('is refused inside of a transaction, which would wait for what leaves after it', async () => {
    const shop = shopOf({ delivery: memoryDelivery({ now: Date.now }) });
    const asking = shop.transaction(async () => shop.ask.itemRequested(request('MUG')));
    await expect(asking).rejects.toMatchObject({ code: 'REQUEST_REFUSED' });
    expect(pending()).toBe(0);
  });

  it('is refused in a handler that runs in a transaction', async () => {
    const shop = shopOf();
    const delivery = memoryDelivery({ now: Date.now });
    const refused = Promise.withResolvers<unknown>();
    const running = await stockOf({ requests, delivery }).receive({
      itemRequested: async () => {
        await shop.ask.itemRequested(request('NESTED')).catch(refused.resolve);
      },
    });
    const asked = shop.ask.itemRequested({ ...request('MUG'), deadline: 1_000 }).catch(() => undefined);
    expect(await refused.promise).toMatchObject({ code: 'REQUEST_REFUSED' });
    await asked;
    await running.close();
  });

  it('ends, asked while a request is answered, with the deadline of that', async () => {
    const shop = shopOf();
    const deadlines: (Date | undefined)[] = [];
    const running = await stockOf({ requests }).receive({
      itemRequested: async ({ key, value }, ctx) => {
        deadlines.push(ctx.deadline);
        if (key === 'OUTER') await shop.ask.itemRequested({ ...request('INNER'), deadline: 60_000 });
        await ctx.reply.itemAnswered({ key, value: { sku: value.sku, available: 1 } });
      },
    });
    const deadline = new Date(Date.now() + 10_000);
    expect(await shop.ask.itemRequested({ ...request('OUTER'), deadline })).toMatchObject({ status: 'ok' });
    expect(deadlines).toEqual([deadline, deadline]);
    await running.close();
  });

  it('gives up with the signal', async () => {
    const shop = shopOf();
    await shop.ready();
    const giveUp = new AbortController();
    const asked = shop.ask.itemRequested({ ...request('MUG'), signal: giveUp.signal });
    await until(() => expect(pending()).toBe(1));
    giveUp.abort(new Error('the customer has left'));
    await expect(asked).rejects.toThrow('the customer has left');
    await expect(shop.ask.itemRequested({ ...request('MUG'), signal: giveUp.signal })).rejects.toThrow('has left');
    expect(pending()).toBe(0);
  });

  it('is refused where as many wait as may', async () => {
    requests = openRequests({ transport: log, limit: 2 });
    const shop = shopOf();
    await shop.ready();
    const asked = ['A', 'B', 'C'].map((sku) => shop.ask.itemRequested({ ...request(sku), deadline: 200 }));
    const ends = await Promise.allSettled(asked);
    expect(ends.map((end) => end.status === 'rejected' && end.reason.code)).toEqual([
      'REQUEST_TIMEOUT',
      'REQUEST_TIMEOUT',
      'REQUEST_REFUSED',
    ]);
    expect(pending()).toBe(0);
  });

  it('ends with the requests', async () => {
    const shop = shopOf();
    const asked = shop.ask.itemRequested(request('MUG'));
    await until(() => expect(pending()).toBe(1));
    await Promise.all([expect(asked).rejects.toMatchObject({ code: 'TRANSPORT_CLOSED' }), requests.close()]);
    await expect(shop.ask.itemRequested(request('MUG'))).rejects.toMatchObject({ code: 'TRANSPORT_CLOSED' });
    expect(pending()).toBe(0);
  });

  it('refuses a deadline that is none', async () => {
    const asked = shopOf().ask.itemRequested({ ...request('MUG'), deadline: Number.NaN });
    await expect(asked).rejects.toMatchObject({ code: 'VALUE_INVALID' });
  });

  it('ends at once where it could not be sent', async () => {
    const transport = { ...log, publish: () => Promise.reject(new Error('the log is closed')) };
    await expect(shopOf({ transport }).ask.itemRequested(request('MUG'))).rejects.toThrow('the log is closed');
    expect(pending()).toBe(0);
  });

  it('ends by its deadline where the log takes nothing and says nothing', async () => {
    const transport = { ...log, publish: () => new Promise<never>(() => undefined) };
    const asked = shopOf({ transport }).ask.itemRequested({ ...request('MUG'), deadline: 100 });
    await expect(asked).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
    expect(pending()).toBe(0);
  });

  it('tells how it has ended', async () => {
    const shop = shopOf();
    const running = await stockOf().receive({ itemRequested: answers });
    await shop.ask.itemRequested(request('MUG'));
    await shop.ask.itemRequested(request('NO-MUG'));
    await running.close();
    await shop.ask.itemRequested({ ...request('MUG'), deadline: 1 }).catch(() => undefined);
    const told = facts.flatMap((fact) => (fact.kind === 'asked' ? [`${fact.message} ${fact.outcome}`] : []));
    expect(told).toEqual(['ItemRequested ok', 'ItemRequested error', 'ItemRequested timeout']);
  });

  it('is heard only from the moment on when replies would arrive', async () => {
    const listening = Promise.withResolvers<void>();
    const order: string[] = [];
    const transport: Transport = {
      ...log,
      subscribe: async (options): Promise<Subscription> => {
        await listening.promise;
        order.push('listens');
        return log.subscribe(options);
      },
      publish: async (records) => {
        order.push('asks');
        return log.publish(records);
      },
    };
    requests = openRequests({ transport });
    const running = await stockOf().receive({ itemRequested: answers });
    const asked = shopOf({ transport }).ask.itemRequested(request('MUG'));
    await until(() => expect(pending()).toBe(1));
    listening.resolve();
    expect(await asked).toMatchObject({ status: 'ok' });
    expect(order).toEqual(['listens', 'asks']);
    await running.close();
  });

  it('is not asked any more where its deadline has passed before replies would arrive', async () => {
    const listening = Promise.withResolvers<void>();
    const published: unknown[] = [];
    const transport: Transport = {
      ...log,
      subscribe: (options) => listening.promise.then(() => log.subscribe(options)),
      publish: (records) => {
        published.push(...records);
        return log.publish(records);
      },
    };
    requests = openRequests({ transport });
    const shop = shopOf({ transport });
    await expect(shop.ask.itemRequested({ ...request('MUG'), deadline: 20 })).rejects.toMatchObject({
      code: 'REQUEST_TIMEOUT',
    });
    listening.resolve();
    await shop.ready();
    expect(published).toEqual([]);
  });

  it('reads replies from now on, in a group that nobody else has and that ends with it', async () => {
    const subscribed: SubscribeOptions[] = [];
    const transport: Transport = {
      ...log,
      subscribe: (options) => {
        subscribed.push(options);
        return log.subscribe(options);
      },
    };
    const two = [openRequests({ transport }), openRequests({ transport })];
    for (const each of two) await shopOf({ requests: each }).ready();
    for (const each of two) await each.close();
    expect(subscribed).toMatchObject(two.map(() => ({ startFrom: 'latest', isEphemeral: true })));
    expect(new Set(subscribed.map(({ group }) => group)).size).toBe(2);
  });

  it('listens anew where listening has ended for good', async () => {
    const ends: ((error: Error) => void)[] = [];
    const transport: Transport = {
      ...log,
      subscribe: (options) => {
        if (options.onFatal !== undefined) ends.push(options.onFatal);
        return log.subscribe(options);
      },
    };
    requests = openRequests({ transport });
    const shop = shopOf();
    const running = await stockOf().receive({ itemRequested: answers });
    await shop.ask.itemRequested(request('MUG'));
    ends[0]?.(new Error('retention was faster'));
    await until(() => expect(ends).toHaveLength(2));
    expect(await shop.ask.itemRequested(request('LAMP'))).toMatchObject({ status: 'ok' });
    await running.close();
  });

  it('tries again to listen where that has failed', async () => {
    let failures = 0;
    const transport: Transport = {
      ...log,
      subscribe: async (options) => {
        failures += 1;
        if (failures === 1) throw new Error('no broker answers');
        return log.subscribe(options);
      },
    };
    requests = openRequests({ transport });
    const shop = shopOf();
    const running = await stockOf().receive({ itemRequested: answers });
    await expect(shop.ask.itemRequested(request('MUG'))).rejects.toThrow('no broker answers');
    expect(await shop.ask.itemRequested(request('MUG'))).toMatchObject({ status: 'ok' });
    await running.close();
  });
});
