import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HandlerContext, NoHeaders } from '../core/application.ts';
import type { ClientOptions } from '../core/client.ts';
import { createClient } from '../core/create-client.ts';
import type { Database } from '../core/database.ts';
import { Decimal } from '../core/decimal.ts';
import { noTransaction } from '../core/no-transaction.ts';
import type { Answer, Responder } from '../core/request-reply.ts';
import { openPglite, type Pglite } from '../postgres/index.ts';
import { createHandlerKit } from './handler-kit.ts';
import { type WarehouseHandlers, type WarehouseSends, warehouse } from './small-contract.ts';

const createWarehouse = (options: ClientOptions) => createClient<WarehouseSends, WarehouseHandlers>(warehouse, options);

let pglite: Pglite;
let database: Database;

beforeAll(async () => {
  pglite = await openPglite();
  database = await pglite.database('warehouse');
  await database.transaction((tx) => tx.execute('create table effect (id text primary key)'));
}, 60_000);

afterAll(() => pglite.close());

const order = (orderId: string = crypto.randomUUID()) => ({
  key: orderId,
  value: { orderId, total: Decimal.of('12.50'), note: null },
  headers: { channel: 'web' as const },
});
const stock = (sku: string, left = 1n) => ({ key: { sku, warehouse: 'UPPSALA' }, value: { sku, left } });

const take: WarehouseHandlers['orderPlaced'] = async ({ value: { orderId } }, ctx) => {
  await ctx.tx.query('insert into effect (id) values ($1)', [orderId]);
  await ctx.send.stockChanged(stock(orderId));
};
const isThere = async (id: string): Promise<boolean> =>
  (await database.transaction((tx) => tx.query('select 1 from effect where id = $1', [id]))).length > 0;

describe('a kit for handlers', () => {
  it('runs a handler in a transaction and tells what it sent', async () => {
    const kit = createHandlerKit(createWarehouse, { database });
    const placed = order();
    expect(await kit.deliver(take, placed)).toEqual([{ name: 'stockChanged', ...stock(placed.key) }]);
    expect(await isThere(placed.key)).toBe(true);
    expect(kit.sent).toHaveLength(1);
  });

  it('undoes everything where the handler fails, and keeps nothing as sent', async () => {
    const kit = createHandlerKit(createWarehouse, { database });
    const placed = order();
    const fail: WarehouseHandlers['orderPlaced'] = async (event, ctx) => {
      await take(event, ctx);
      throw new Error('no room');
    };
    await expect(kit.deliver(fail, placed)).rejects.toThrow('no room');
    expect(await isThere(placed.key)).toBe(false);
    expect(kit.sent).toEqual([]);
  });

  it('refuses what the contract refuses', async () => {
    const kit = createHandlerKit(createWarehouse);
    const sendTooMuch: WarehouseHandlers['orderPlaced'] = async (_, ctx) => {
      await ctx.send.stockChanged(stock('MUG', 2n ** 63n));
    };
    await expect(kit.deliver(sendTooMuch, order())).rejects.toMatchObject({ code: 'VALUE_INVALID' });
  });

  it('keeps messages in the order of their sends, without one that was refused and not minded', async () => {
    const kit = createHandlerKit(createWarehouse);
    const sendThree: WarehouseHandlers['orderPlaced'] = async (_, { send }) => {
      const all = [
        send.stockChanged(stock('A')),
        send.stockChanged(stock('B', 2n ** 63n)),
        send.stockChanged(stock('C')),
      ];
      await Promise.allSettled(all);
    };
    const sent = await kit.deliver(sendThree, order());
    expect(sent.map(({ value }) => value.sku)).toEqual(['A', 'C']);
  });

  it('gives the event what the runtime gives it, and what the test says of it', async () => {
    const kit = createHandlerKit(createWarehouse, { now: () => new Date('2026-03-02T09:15:00Z') });
    const seen: unknown[] = [];
    const see = async (event: object, { attempt, signal }: HandlerContext<WarehouseSends>): Promise<void> => {
      seen.push({ ...event, attempt, aborted: signal.aborted });
    };
    await kit.deliver(see, {});
    await kit.deliver<Parameters<WarehouseHandlers['orderPlaced']>[0]>(
      see,
      { ...order(), id: 'event-1', correlationId: 'flow-1' },
      { attempt: 3, signal: AbortSignal.abort() },
    );
    expect(seen).toMatchObject([
      { id: expect.any(String), time: new Date('2026-03-02T09:15:00Z'), headers: {}, attempt: 1, aborted: false },
      { id: 'event-1', correlationId: 'flow-1', headers: { channel: 'web' }, attempt: 3, aborted: true },
    ]);
  });

  it('sends with the correlation of the event, and with the event as the cause', async () => {
    const seen: object[] = [];
    const stockChanged = async (message: object) => {
      seen.push(message);
      return { id: 'id', topic: 'stock' };
    };
    const kit = createHandlerKit<Pick<WarehouseSends, 'stockChanged'>>(() => ({
      transaction: (work) => work({ tx: noTransaction, send: { stockChanged } }),
    }));
    const answer: WarehouseHandlers['orderPlaced'] = async (_, { send }) => void (await send.stockChanged(stock('A')));
    await kit.deliver(answer, { ...order(), id: 'event-1', correlationId: 'flow-1' });
    expect(seen).toEqual([{ ...stock('A'), correlationId: 'flow-1', causationId: 'event-1' }]);
  });

  it('gives the handler of a request what it answers by', async () => {
    interface Answers {
      readonly yes: Answer<{ readonly orderId: string }, string, NoHeaders>;
    }
    type Order = Parameters<WarehouseHandlers['orderPlaced']>[0];
    const answer: Responder<Order['value'], string, Order['headers'], WarehouseSends, Answers> = async (event, ctx) => {
      await ctx.reply.yes({ key: event.key, value: { orderId: event.value.orderId } });
    };
    const kit = createHandlerKit(createWarehouse, { database });
    const { key } = order('order-1');
    expect(await kit.ask(answer, order('order-1'))).toEqual([{ name: 'yes', key, value: { orderId: 'order-1' } }]);
  });

  it('runs what does not come by an event', async () => {
    const kit = createHandlerKit(createWarehouse, { database });
    const id = crypto.randomUUID();
    const answer = await kit.transaction(async ({ tx, send }) => {
      await tx.query('insert into effect (id) values ($1)', [id]);
      await send.stockChanged(stock(id));
      return 'done';
    });
    expect([answer, await isThere(id), kit.sent.length]).toEqual(['done', true, 1]);
  });

  it('has no transaction where it has no database', async () => {
    const kit = createHandlerKit(createWarehouse);
    await expect(kit.deliver(take, order())).rejects.toMatchObject({ code: 'CONFIGURATION_INVALID' });
  });

  it('asks the compiler for the headers that the contract requires', () => {
    const kit = createHandlerKit(createWarehouse);
    const { headers: _, ...incomplete } = order();
    // @ts-expect-error -- the header `channel` is required
    void (() => kit.deliver(take, incomplete));
  });
});
