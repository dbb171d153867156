import { Decimal, type HandlerContext, type ReceivedEvent, silentLogger } from '@eventwright/runtime';
import { type Database, migrate, openPglite, type Pglite } from '@eventwright/runtime/postgres';
import type { WarehouseClient, WarehouseSends } from '@shop/contracts/warehouse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrations } from '../adapters/migrations.ts';
import { findLevel } from '../adapters/stock-store.ts';
import type { Environment } from '../environment.ts';
import { announceStock, createRequests } from '../requests.ts';
import { itemRequested } from './item-requested.ts';
import { orderCancelled } from './order-cancelled.ts';
import { orderConfirmed } from './order-confirmed.ts';
import { stockReserved } from './stock-reserved.ts';

let pglite: Pglite;
let database: Database;
let environment: Environment;
let clock = Date.parse('2026-03-02T09:15:00Z');
let items = 0;

beforeAll(async () => {
  pglite = await openPglite();
  database = await pglite.database('warehouse');
  await migrate(database, migrations('UPPSALA'));
  const newId = () => crypto.randomUUID();
  environment = { database, now: () => new Date(clock), newId, warehouse: 'UPPSALA', pickingTime: 5000 };
}, 60_000);

afterAll(() => pglite.close());

const eur = (amount: string) => ({ amount: Decimal.of(amount), currency: 'EUR' as const });
const customer = { customerId: crypto.randomUUID(), name: 'Ada', email: 'ada@example.org', phone: null, locale: 'en' };
const totals = { goods: eur('25.00'), shipping: eur('4.90'), total: eur('29.90') };
const shippingAddress = { recipient: 'A', street: 'S', addition: null, postalCode: '1', city: 'U', country: 'SE' };

function event<Value>(value: Value): ReceivedEvent<Value, string, object> {
  const id = crypto.randomUUID();
  return {
    id,
    name: 'Name',
    type: 'type',
    source: '/test',
    subject: undefined,
    time: new Date(clock),
    correlationId: id,
    causationId: undefined,
    key: 'key',
    value,
    headers: {},
    topic: 'topic',
    partition: 0,
    offset: 0n,
  };
}

interface Sent {
  readonly name: keyof WarehouseSends;
  readonly value: object | null;
}

/** Keeps what is sent. */
function outgoing() {
  const sent: Sent[] = [];
  const keep = (name: keyof WarehouseSends) => async (message: { readonly value: object | null }) => {
    sent.push({ name, value: message.value });
    return { id: 'id', topic: 'topic' };
  };
  const send: WarehouseSends = {
    stockReserved: keep('stockReserved'),
    stockShort: keep('stockShort'),
    orderDispatched: keep('orderDispatched'),
    stockChanged: keep('stockChanged'),
    itemAnswered: keep('itemAnswered'),
  };
  return { send, sent };
}

/** Runs the handler in a transaction, as the runtime does, and returns what it sent. */
async function deliver<Event>(
  handler: (event: Event, ctx: HandlerContext<WarehouseSends>) => Promise<void>,
  delivered: Event,
): Promise<readonly Sent[]> {
  const { send, sent } = outgoing();
  await database.transaction(async (tx) =>
    handler(delivered, { send, tx, log: silentLogger, signal: new AbortController().signal, attempt: 1 }),
  );
  return sent;
}

/** What the staff can do, and what is sent by it. */
function requesting() {
  const { send, sent } = outgoing();
  const transaction: WarehouseClient['transaction'] = (work) => database.transaction((tx) => work({ tx, send }));
  return { ...createRequests(environment, { transaction }), transaction, sent };
}

/** An item of its own for each test, ten in stock. */
async function givenItem(): Promise<string> {
  const sku = newSku();
  await requesting().addItem({ ...mug, sku });
  return sku;
}

const newSku = (): string => `ITEM-${++items}`;
const mug = { name: 'Mug', description: null, price: eur('12.50'), weightInGrams: 350n, quantity: 10 };
const levelOf = (sku: string) => database.transaction((tx) => findLevel(tx, 'UPPSALA', sku));

const confirmed = (sku: string, quantity: number) => ({
  orderId: crypto.randomUUID(),
  transactionId: crypto.randomUUID(),
  paymentId: crypto.randomUUID(),
  confirmedAt: new Date(clock),
  customer,
  lines: [{ sku, name: 'Mug', quantity, unitPrice: eur('12.50'), options: {} }],
  totals,
  shippingAddress,
  note: null,
  wishedDeliveryDate: '2026-03-09' as const,
});

const cancelled = (orderId: string) => {
  const { transactionId, lines } = confirmed('MUG', 1);
  return {
    orderId,
    transactionId,
    cancelledAt: new Date(clock),
    reason: 'CUSTOMER' as const,
    explanation: '',
    customer,
    lines,
    totals,
  };
};

/** A reservation, as the event that the warehouse receives of itself. */
async function givenReservation(sku: string, quantity: number) {
  const order = confirmed(sku, quantity);
  await deliver(orderConfirmed(environment), event(order));
  const { orderId, lines, wishedDeliveryDate } = order;
  const reservation = {
    orderId,
    reservationId: crypto.randomUUID(),
    reservedAt: new Date(clock),
    warehouse: 'UPPSALA',
  };
  return event({ ...reservation, customer, lines, totals, shippingAddress, wishedDeliveryDate });
}

describe('orderConfirmed', () => {
  it('reserves the order and tells the new stock', async () => {
    const sku = await givenItem();
    const order = confirmed(sku, 4);
    const sent = await deliver(orderConfirmed(environment), event(order));

    const { orderId, lines } = order;
    expect(sent).toMatchObject([
      {
        name: 'stockReserved',
        value: { orderId, lines, customer, totals, shippingAddress, wishedDeliveryDate: '2026-03-09' },
      },
      { name: 'stockChanged', value: { sku, onHand: 10n, reserved: 4n, available: 6n, reason: 'RESERVED', orderId } },
    ]);
    expect(await levelOf(sku)).toMatchObject({ onHand: 10n, reserved: 4n, revision: 2n });
  });

  it('adds to what other orders have reserved', async () => {
    const sku = await givenItem();
    await deliver(orderConfirmed(environment), event(confirmed(sku, 4)));
    await deliver(orderConfirmed(environment), event(confirmed(sku, 1)));
    expect(await levelOf(sku)).toMatchObject({ reserved: 5n });
  });

  it('says what is missing, and reserves nothing', async () => {
    const sku = await givenItem();
    const sent = await deliver(orderConfirmed(environment), event(confirmed(sku, 11)));

    expect(sent).toMatchObject([{ name: 'stockShort', value: { missing: [{ sku, requested: 11, available: 10n }] } }]);
    expect(await levelOf(sku)).toMatchObject({ reserved: 0n, revision: 1n });
  });

  it('waits for an item that does not exist, and goes on as if nothing had happened once it does', async () => {
    const sku = newSku();
    const delivered = event(confirmed(sku, 1));

    await expect(deliver(orderConfirmed(environment), delivered)).rejects.toMatchObject({
      handling: 'retry-later',
      message: expect.stringContaining(`item ${sku} does not exist`),
    });
    await requesting().addItem({ ...mug, sku });
    const sent = await deliver(orderConfirmed(environment), delivered);
    expect(sent.map(({ name }) => name)).toEqual(['stockReserved', 'stockChanged']);
  });
});

describe('stockReserved', () => {
  it('waits until the order is picked', async () => {
    const reservation = await givenReservation(await givenItem(), 2);
    clock += environment.pickingTime - 1;
    const dispatching = deliver(stockReserved(environment), reservation);
    await expect(dispatching).rejects.toMatchObject({ handling: 'retry-later' });
  });

  it('then dispatches it, once', async () => {
    const sku = await givenItem();
    const reservation = await givenReservation(sku, 2);
    clock += environment.pickingTime;

    const first = await deliver(stockReserved(environment), reservation);
    const second = await deliver(stockReserved(environment), { ...reservation, id: crypto.randomUUID() });

    const { orderId } = reservation.value;
    expect(first).toMatchObject([
      {
        name: 'orderDispatched',
        value: { orderId, weightInGrams: 700n, parcels: 1, wishedDeliveryDate: '2026-03-09' },
      },
      { name: 'stockChanged', value: { onHand: 8n, reserved: 0n, reason: 'DISPATCHED' } },
    ]);
    expect(second).toEqual([]);
    expect(await levelOf(sku)).toMatchObject({ onHand: 8n, reserved: 0n });
  });
});

describe('orderCancelled', () => {
  it('releases a reservation, which is not dispatched then', async () => {
    const sku = await givenItem();
    const reservation = await givenReservation(sku, 2);
    clock += environment.pickingTime;

    const released = await deliver(orderCancelled(environment), event(cancelled(reservation.value.orderId)));
    const dispatched = await deliver(stockReserved(environment), reservation);

    expect(released).toMatchObject([{ name: 'stockChanged', value: { reserved: 0n, reason: 'RELEASED' } }]);
    expect(dispatched).toEqual([]);
    expect(await levelOf(sku)).toMatchObject({ onHand: 10n, reserved: 0n });
  });

  it('comes too late for a parcel that has left', async () => {
    const sku = await givenItem();
    const reservation = await givenReservation(sku, 2);
    clock += environment.pickingTime;
    await deliver(stockReserved(environment), reservation);
    const sent = await deliver(orderCancelled(environment), event(cancelled(reservation.value.orderId)));

    expect(sent).toEqual([]);
    expect(await levelOf(sku)).toMatchObject({ onHand: 8n });
  });
});

describe('itemRequested', () => {
  it('answers with the item, or that there is none', async () => {
    const sku = await givenItem();
    const request = { requestId: crypto.randomUUID(), requestedBy: 'test', requestedAt: new Date(clock) };

    const known = await deliver(itemRequested(environment), event({ ...request, sku }));
    const unknown = await deliver(itemRequested(environment), event({ ...request, sku: 'SOFA' }));

    const { requestId } = request;
    expect([...known, ...unknown]).toMatchObject([
      { value: { requestId, answer: { $type: 'shop.warehouse.ItemFound', sku, available: 10n, revision: 1n } } },
      { value: { requestId, answer: { $type: 'shop.warehouse.ItemUnknown', sku: 'SOFA' } } },
    ]);
  });
});

describe('createRequests', () => {
  it('tells of every change, and refuses what exists or does not', async () => {
    const sku = newSku();
    const { sent, ...requests } = requesting();

    expect(await requests.addDelivery(sku, 5)).toBeUndefined();
    expect(await requests.addItem({ ...mug, sku })).toMatchObject({ sku, onHand: 10n });
    expect(await requests.addItem({ ...mug, sku })).toBeUndefined();
    expect(await requests.addDelivery(sku, 5)).toMatchObject({ onHand: 15n });

    expect(sent).toMatchObject([
      { name: 'stockChanged', value: { sku, onHand: 10n, revision: 1n, reason: 'ADDED' } },
      { name: 'stockChanged', value: { sku, onHand: 15n, revision: 2n, reason: 'ADDED' } },
    ]);
  });
});

describe('announceStock', () => {
  it('tells every level as it is, the first items among them', async () => {
    const { sent, transaction, items } = requesting();
    await announceStock(environment, { transaction });
    const told = sent.map(({ value }) => Reflect.get(value ?? {}, 'sku'));
    expect(told).toEqual(expect.arrayContaining(['MUG-BLUE', 'TEAHOUSE']));
    expect(new Set(told).size).toBe((await items()).length);
  });
});
