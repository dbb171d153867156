import { Decimal } from '@eventwright/runtime';
import { type Database, migrate, openPglite, type Pglite } from '@eventwright/runtime/postgres';
import { createHandlerKit, type HandlerKit } from '@eventwright/runtime/testing';
import { createWarehouse, type WarehouseSends } from '@shop/contracts/warehouse';
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
let kit: HandlerKit<WarehouseSends>;
let clock = Date.parse('2026-03-02T09:15:00Z');
let items = 0;

beforeAll(async () => {
  pglite = await openPglite();
  database = await pglite.database('warehouse');
  await migrate(database, migrations('UPPSALA'));
  kit = createHandlerKit(createWarehouse, { database });
  const newId = () => crypto.randomUUID();
  environment = { database, now: () => new Date(clock), newId, warehouse: 'UPPSALA', pickingTime: 5000 };
}, 60_000);

afterAll(() => pglite.close());

const eur = (amount: string) => ({ amount: Decimal.of(amount), currency: 'EUR' as const });
const customer = { customerId: crypto.randomUUID(), name: 'Ada', email: 'ada@example.org', phone: null, locale: 'en' };
const totals = { goods: eur('25.00'), shipping: eur('4.90'), total: eur('29.90') };
const shippingAddress = { recipient: 'A', street: 'S', addition: null, postalCode: '1', city: 'U', country: 'SE' };

/** What arrives about an order. */
const event = <Value extends { readonly orderId: string }>(value: Value) => ({ key: value.orderId, value });

/** What the staff can do, and what is sent by it. */
function requesting() {
  const { transaction, sent } = createHandlerKit(createWarehouse, { database });
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
  await kit.deliver(orderConfirmed(environment), event(order));
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
    const sent = await kit.deliver(orderConfirmed(environment), event(order));

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
    await kit.deliver(orderConfirmed(environment), event(confirmed(sku, 4)));
    await kit.deliver(orderConfirmed(environment), event(confirmed(sku, 1)));
    expect(await levelOf(sku)).toMatchObject({ reserved: 5n });
  });

  it('says what is missing, and reserves nothing', async () => {
    const sku = await givenItem();
    const sent = await kit.deliver(orderConfirmed(environment), event(confirmed(sku, 11)));

    expect(sent).toMatchObject([{ name: 'stockShort', value: { missing: [{ sku, requested: 11, available: 10n }] } }]);
    expect(await levelOf(sku)).toMatchObject({ reserved: 0n, revision: 1n });
  });

  it('waits for an item that does not exist, and goes on as if nothing had happened once it does', async () => {
    const sku = newSku();
    const delivered = event(confirmed(sku, 1));

    await expect(kit.deliver(orderConfirmed(environment), delivered)).rejects.toMatchObject({
      handling: 'retry-later',
      message: expect.stringContaining(`item ${sku} does not exist`),
    });
    await requesting().addItem({ ...mug, sku });
    const sent = await kit.deliver(orderConfirmed(environment), delivered);
    expect(sent.map(({ name }) => name)).toEqual(['stockReserved', 'stockChanged']);
  });
});

describe('stockReserved', () => {
  it('waits until the order is picked', async () => {
    const reservation = await givenReservation(await givenItem(), 2);
    clock += environment.pickingTime - 1;
    const dispatching = kit.deliver(stockReserved(environment), reservation);
    await expect(dispatching).rejects.toMatchObject({ handling: 'retry-later' });
  });

  it('then dispatches it, once', async () => {
    const sku = await givenItem();
    const reservation = await givenReservation(sku, 2);
    clock += environment.pickingTime;

    const first = await kit.deliver(stockReserved(environment), reservation);
    const second = await kit.deliver(stockReserved(environment), { ...reservation, id: crypto.randomUUID() });

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

    const released = await kit.deliver(orderCancelled(environment), event(cancelled(reservation.value.orderId)));
    const dispatched = await kit.deliver(stockReserved(environment), reservation);

    expect(released).toMatchObject([{ name: 'stockChanged', value: { reserved: 0n, reason: 'RELEASED' } }]);
    expect(dispatched).toEqual([]);
    expect(await levelOf(sku)).toMatchObject({ onHand: 10n, reserved: 0n });
  });

  it('comes too late for a parcel that has left', async () => {
    const sku = await givenItem();
    const reservation = await givenReservation(sku, 2);
    clock += environment.pickingTime;
    await kit.deliver(stockReserved(environment), reservation);
    const sent = await kit.deliver(orderCancelled(environment), event(cancelled(reservation.value.orderId)));

    expect(sent).toEqual([]);
    expect(await levelOf(sku)).toMatchObject({ onHand: 8n });
  });
});

describe('itemRequested', () => {
  it('answers with the item, or that there is none', async () => {
    const sku = await givenItem();
    const request = { requestId: crypto.randomUUID(), requestedBy: 'test', requestedAt: new Date(clock) };

    const known = await kit.ask(itemRequested(environment), { key: 'question', value: { ...request, sku } });
    const unknown = await kit.ask(itemRequested(environment), {
      key: 'question',
      value: { ...request, sku: 'SOFA' },
    });

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
