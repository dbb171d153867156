import { Decimal, type ReceivedEvent, RuntimeError } from '@eventwright/runtime';
import { type Database, openPglite, type Pglite, type Sql } from '@eventwright/runtime/postgres';
import type { ItemAnswered } from '@shop/contracts/messages/item-answered';
import type { StorefrontSends } from '@shop/contracts/storefront';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findItem as findInCatalogue, removeItem, saveItem } from '../adapters/catalogue-store.ts';
import { insertOrderView } from '../adapters/order-view-store.ts';
import type { Environment } from '../environment.ts';
import { catalogue } from '../projections/catalogue.ts';
import { noteStep } from '../projections/note-step.ts';
import { orderStatus } from '../projections/order-status.ts';
import { cancelOrder } from './cancel-order.ts';
import { findItem } from './find-item.ts';
import { type OrderRequest, placeOrder } from './place-order.ts';

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
  await database.transaction((tx) => tx.execute(`${orderStatus.tables}; ${catalogue.tables}`));
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
    orderStatus: { until: (ask) => database.transaction(ask) },
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

const inTx = <T>(work: (tx: Sql) => Promise<T>): Promise<T> => database.transaction(work);

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
const customer = { customerId: crypto.randomUUID(), name: 'Ada', email: 'ada@example.org', phone: null, locale: 'en' };
const request = (sku: string): OrderRequest => ({
  customer,
  lines: [{ sku, quantity: 2, options: {} }],
  shippingAddress: { recipient: 'A', street: 'S', addition: null, postalCode: '1', city: 'U', country: 'SE' },
  paymentMethod: { $type: 'shop.payments.Card', token: 'tok_visa', brand: 'VISA', lastDigits: '4242' },
  salesChannel: 'app',
});

const availableOf = async (sku: string) => (await database.transaction((tx) => findInCatalogue(tx, sku)))?.available;

/** An order as the projection shows it once it is placed. */
async function givenOrder(): Promise<string> {
  const sku = newSku();
  await inTx((tx) => saveItem(tx, found(sku)));
  const placed = await placeOrder(environment, request(sku));
  const orderId = placed.kind === 'placed' ? placed.orderId : '';
  const totals = { goods: eur('25.00'), shipping: eur('4.90'), total: eur('29.90') };
  const { shippingAddress } = request(sku);
  await inTx(async (tx) => {
    await insertOrderView(tx, { orderId, placedAt: new Date(), customer, lines: [], totals, shippingAddress });
    await noteStep('placed')(event({ orderId }), { tx });
  });
  return orderId;
}

describe('the catalogue', () => {
  it('keeps the newest level, in whatever order levels arrive', async () => {
    const sku = newSku();
    for (const [available, revision] of [
      [7n, 1n],
      [5n, 3n],
      [6n, 2n],
    ] as const) {
      await inTx((tx) => saveItem(tx, found(sku, available, revision)));
    }
    expect(await availableOf(sku)).toBe(5n);
  });

  it('forgets an item when the last warehouse that has it says that it is gone', async () => {
    const sku = newSku();
    await inTx((tx) => saveItem(tx, found(sku)));
    await inTx((tx) => saveItem(tx, { ...found(sku, 2n), warehouse: 'GENOA' }));
    await inTx((tx) => removeItem(tx, { warehouse: 'UPPSALA', sku }));
    expect(await availableOf(sku)).toBe(2n);
    await inTx((tx) => removeItem(tx, { warehouse: 'GENOA', sku }));
    expect(await availableOf(sku)).toBeUndefined();
  });

  it('has what is on sale ahead of its delivery', async () => {
    expect(await availableOf('LAMP-AURORA')).toBe(0n);
    await inTx((tx) => saveItem(tx, { ...found('LAMP-AURORA', 3n), name: 'Lamp' }));
    expect(await inTx((tx) => findInCatalogue(tx, 'LAMP-AURORA'))).toMatchObject({ name: 'Lamp', available: 3n });
  });
});

describe('findItem', () => {
  it('asks nobody about an item of the catalogue', async () => {
    const sku = newSku();
    await inTx((tx) => saveItem(tx, found(sku)));
    expect(await findItem(environment, sku)).toMatchObject({ kind: 'found', item: { sku, available: 7n } });
    expect(asked).toEqual([]);
  });

  it('asks the warehouse about others', async () => {
    const sku = newSku();
    answer = found(sku);
    expect(await findItem(environment, sku)).toMatchObject({ kind: 'found', item: { sku, price: eur('12.50') } });
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
  it('sends the order at the prices of the catalogue', async () => {
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
    expect(placed).toMatchObject({ kind: 'placed', orderId: expect.any(String) });
  });

  it('sends nothing where the order is refused or the warehouse silent', async () => {
    expect(await placeOrder(environment, request('SOFA'))).toEqual({ kind: 'unanswered', skus: ['SOFA'] });
    answer = { $type: 'shop.warehouse.ItemUnknown', sku: 'SOFA', explanation: 'No such item.' };
    expect(await placeOrder(environment, request('SOFA'))).toMatchObject({ kind: 'refused' });
    expect(sent).toEqual([]);
  });

  it('rejects where the order could not be sent', async () => {
    const sku = newSku();
    answer = found(sku);
    send = { ...send, orderPlaced: () => Promise.reject(new Error('too large')) };

    await expect(placeOrder(environment, request(sku))).rejects.toThrow('too large');
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
    await inTx((tx) => noteStep('shipped')(event({ orderId }), { tx }));
    sent = [];

    expect(await cancelOrder(environment, { orderId, reason: null })).toEqual({ kind: 'too-late', status: 'shipped' });
    expect(await cancelOrder(environment, { orderId: crypto.randomUUID(), reason: null })).toEqual({ kind: 'unknown' });
    expect(sent).toEqual([]);
  });
});
