import { Decimal, type HandlerContext, type ReceivedEvent, RuntimeError, silentLogger } from '@eventwright/runtime';
import { type Database, migrate, openPglite, type Pglite } from '@eventwright/runtime/postgres';
import type { ItemAnswered } from '@shop/contracts/messages/item-answered';
import type { StorefrontSends } from '@shop/contracts/storefront';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findItem as findInCatalogue } from '../adapters/catalogue-store.ts';
import { migrations } from '../adapters/migrations.ts';
import { findOrderView, newestOrderViews } from '../adapters/order-view-store.ts';
import type { Environment } from '../environment.ts';
import { cancelOrder } from '../requests/cancel-order.ts';
import { findItem } from '../requests/find-item.ts';
import { type OrderRequest, placeOrder } from '../requests/place-order.ts';
import { noteStep } from './note-step.ts';
import { stockChanged } from './stock-changed.ts';
import { temporaryOrderCreated } from './temporary-order-created.ts';

let pglite: Pglite;
let database: Database;
let environment: Environment;
let send: StorefrontSends;
let sent: { readonly name: keyof StorefrontSends; readonly message: object }[];
let asked: string[];
let answer: ItemAnswered['answer'] | undefined;
let items = 0;

beforeAll(async () => {
  pglite = await openPglite();
  database = await pglite.database('storefront');
  await migrate(database, migrations);
}, 60_000);

beforeEach(() => {
  sent = [];
  asked = [];
  answer = undefined;
  const keep = (name: keyof StorefrontSends) => async (message: object) => {
    sent.push({ name, message });
    return { id: crypto.randomUUID(), topic: 'topic' };
  };
  send = {
    orderPlaced: keep('orderPlaced'),
    orderCancellationRequested: keep('orderCancellationRequested'),
  };
  environment = {
    database,
    now: () => new Date(),
    newId: () => crypto.randomUUID(),
    terms: { fee: eur('4.90'), freeFrom: eur('50.00') },
    transaction: (work) => database.transaction((tx) => work({ tx, send })),
    patience: 1_000,
    ask: {
      itemRequested: async ({ value: { requestId, sku } }) => {
        asked.push(sku);
        if (answer === undefined) throw new RuntimeError('REQUEST_TIMEOUT', 'nobody answers');
        const value = { requestId, sku, answeredAt: new Date(), answer };
        return { ...event(value), name: 'ItemAnswered', status: 'ok', key: sku, headers: {} };
      },
    },
  };
});

afterAll(() => pglite.close());

const eur = (amount: string) => ({ amount: Decimal.of(amount), currency: 'EUR' as const });

/** Runs the handler in a transaction, as the runtime does. */
function deliver<Event>(
  handler: (event: Event, ctx: HandlerContext<StorefrontSends>) => Promise<void>,
  delivered: Event,
): Promise<void> {
  return database.transaction((tx) =>
    handler(delivered, { send, tx, log: silentLogger, signal: new AbortController().signal, attempt: 1 }),
  );
}

function event<Value>(value: Value, time = new Date()): ReceivedEvent<Value, string, object> {
  return {
    id: crypto.randomUUID(),
    name: 'Name',
    type: 'type',
    source: '/test',
    subject: undefined,
    time,
    correlationId: 'flow',
    causationId: undefined,
    key: 'key',
    value,
    headers: {},
    topic: 'topic',
    partition: 0,
    offset: 0n,
  };
}

const newSku = (): string => `ITEM-${++items}`;
const found = (sku: string, available = 7n, revision = 1n) => ({
  $type: 'shop.warehouse.ItemFound' as const,
  warehouse: 'UPPSALA',
  sku,
  name: 'Mug',
  description: null,
  price: eur('12.50'),
  available,
  revision,
});
const levelTold = (sku: string, available: bigint, revision: bigint) => {
  const { $type: _, ...item } = found(sku, available, revision);
  const more = { onHand: available, reserved: 0n, reason: 'ADDED' as const, orderId: null, changedAt: new Date() };
  return {
    ...event({ ...item, ...more }),
    key: { warehouse: 'UPPSALA', sku },
  };
};
const customer = { customerId: crypto.randomUUID(), name: 'Ada', email: 'ada@example.org', phone: null, locale: 'en' };
const request = (sku: string): OrderRequest => ({
  customer,
  lines: [{ sku, quantity: 2, options: {} }],
  shippingAddress: { recipient: 'A', street: 'S', addition: null, postalCode: '1', city: 'U', country: 'SE' },
  paymentMethod: { $type: 'shop.payments.Card', token: 'tok_visa', brand: 'VISA', lastDigits: '4242' },
  salesChannel: 'app',
});

const stepsOf = async (orderId: string) =>
  (await database.transaction((tx) => findOrderView(tx, orderId)))?.steps.map(({ step }) => step);
const availableOf = async (sku: string) => (await database.transaction((tx) => findInCatalogue(tx, sku)))?.available;

async function givenOrder(): Promise<string> {
  const sku = newSku();
  await deliver(stockChanged, levelTold(sku, 7n, 1n));
  const placed = await placeOrder(environment, request(sku));
  return placed.kind === 'placed' ? placed.orderId : '';
}

describe('stockChanged', () => {
  it('keeps the newest level, in whatever order levels arrive', async () => {
    const sku = newSku();
    for (const [available, revision] of [
      [7n, 1n],
      [5n, 3n],
      [6n, 2n],
    ] as const) {
      await deliver(stockChanged, levelTold(sku, available, revision));
    }
    expect(await availableOf(sku)).toBe(5n);
  });

  it('forgets an item when the last warehouse that has it says that it is gone', async () => {
    const sku = newSku();
    const inUppsala = levelTold(sku, 7n, 1n);
    const inGenoa = { ...levelTold(sku, 2n, 1n), key: { warehouse: 'GENOA', sku } };
    await deliver(stockChanged, inUppsala);
    await deliver(stockChanged, { ...inGenoa, value: { ...inGenoa.value, warehouse: 'GENOA' } });
    await deliver(stockChanged, { ...inUppsala, value: null });
    expect(await availableOf(sku)).toBe(2n);
    await deliver(stockChanged, { ...inGenoa, value: null });
    expect(await availableOf(sku)).toBeUndefined();
  });
});

describe('findItem', () => {
  it('asks nobody about an item of the catalogue', async () => {
    const sku = newSku();
    await deliver(stockChanged, levelTold(sku, 7n, 1n));
    expect(await findItem(environment, sku)).toMatchObject({ kind: 'found', item: { sku, available: 7n } });
    expect(asked).toEqual([]);
  });

  it('asks the warehouse about others, and keeps what it learns', async () => {
    const sku = newSku();
    answer = found(sku);
    expect(await findItem(environment, sku)).toMatchObject({ kind: 'found', item: { sku, price: eur('12.50') } });
    expect(await findItem(environment, sku)).toMatchObject({ kind: 'found' });
    expect(asked).toEqual([sku]);
  });

  it('rejects where the warehouse cannot be asked', async () => {
    const ask = { itemRequested: () => Promise.reject(new Error('the log is closed')) };
    await expect(findItem({ ...environment, ask }, newSku())).rejects.toThrow('the log is closed');
  });

  it('tells an unknown item from a silent warehouse', async () => {
    expect(await findItem(environment, 'SOFA')).toEqual({ kind: 'unanswered' });
    answer = { $type: 'shop.warehouse.ItemUnknown', sku: 'SOFA', explanation: 'No such item.' };
    expect(await findItem(environment, 'SOFA')).toEqual({ kind: 'unknown' });
  });
});

describe('placeOrder', () => {
  it('sends the order at the prices of the catalogue, and shows it', async () => {
    const sku = newSku();
    answer = found(sku);

    const placed = await placeOrder(environment, request(sku));

    expect(sent).toMatchObject([
      {
        name: 'orderPlaced',
        message: {
          headers: { sales_channel: 'app' },
          value: {
            lines: [{ sku, unitPrice: eur('12.50') }],
            totals: { goods: eur('25.00'), total: eur('29.90') },
            paymentMethod: { fingerprint: expect.any(Uint8Array) },
          },
        },
      },
    ]);
    expect(placed.kind === 'placed' && (await stepsOf(placed.orderId))).toEqual(['placed']);
  });

  it('sends nothing where the order is refused or the warehouse silent', async () => {
    expect(await placeOrder(environment, request('SOFA'))).toEqual({ kind: 'unanswered', skus: ['SOFA'] });
    answer = { $type: 'shop.warehouse.ItemUnknown', sku: 'SOFA', explanation: 'No such item.' };
    expect(await placeOrder(environment, request('SOFA'))).toMatchObject({ kind: 'refused' });
    expect(sent).toEqual([]);
  });

  it('shows nothing where the order could not be sent', async () => {
    const sku = newSku();
    answer = found(sku);
    const before = await database.transaction((tx) => newestOrderViews(tx, 200));
    send = { ...send, orderPlaced: () => Promise.reject(new Error('too large')) };

    await expect(placeOrder(environment, request(sku))).rejects.toThrow('too large');

    expect(await database.transaction((tx) => newestOrderViews(tx, 200))).toEqual(before);
  });
});

describe('noteStep', () => {
  it('adds a step to the history of the order', async () => {
    const orderId = await givenOrder();
    await deliver(noteStep('confirmed'), event({ orderId }));

    expect(await stepsOf(orderId)).toEqual(['placed', 'confirmed']);
  });

  it('keeps a step that is known before the order', async () => {
    const orderId = crypto.randomUUID();
    const more = { transactionId: crypto.randomUUID(), createdAt: new Date(), note: null, wishedDeliveryDate: null };
    const { salesChannel: _, lines: __, ...rest } = request('MUG');
    const totals = { goods: eur('0.00'), shipping: eur('0.00'), total: eur('0.00') };
    const { shippingAddress } = rest;
    const address = { ...shippingAddress, addition: null };
    const paymentMethod = { $type: 'shop.payments.BankTransfer' as const, iban: 'SE45', accountHolder: 'Ada' };

    await deliver(noteStep('payment-authorized'), event({ orderId }, new Date(Date.now() + 1000)));
    await deliver(
      temporaryOrderCreated,
      event({ ...more, orderId, customer, lines: [], totals, shippingAddress: address, paymentMethod }),
    );

    expect(await stepsOf(orderId)).toEqual(['received', 'payment-authorized']);
  });
});

describe('cancelOrder', () => {
  it('asks for the cancellation of an order that can be cancelled', async () => {
    const orderId = await givenOrder();
    sent = [];

    expect(await cancelOrder(environment, { orderId, reason: 'Too blue.' })).toEqual({ kind: 'asked' });

    expect(sent).toMatchObject([
      {
        name: 'orderCancellationRequested',
        message: { key: orderId, value: { orderId, customer, reason: 'Too blue.' } },
      },
    ]);
  });

  it('does not ask where it is too late or there is no order', async () => {
    const orderId = await givenOrder();
    await deliver(noteStep('shipped'), event({ orderId }));
    sent = [];

    expect(await cancelOrder(environment, { orderId, reason: null })).toEqual({ kind: 'too-late', status: 'shipped' });
    expect(await cancelOrder(environment, { orderId: crypto.randomUUID(), reason: null })).toEqual({ kind: 'unknown' });
    expect(sent).toEqual([]);
  });
});
