import { Decimal, type HandlerContext, type ReceivedEvent } from '@eventwright/runtime';
import { type Database, migrate, openPglite, type Pglite } from '@eventwright/runtime/postgres';
import type { OrderDispatched } from '@shop/contracts/messages/order-dispatched';
import type { ShippingSends } from '@shop/contracts/shipping';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrations } from '../adapters/migrations.ts';
import type { Environment } from '../environment.ts';
import { orderDispatched } from './order-dispatched.ts';

let pglite: Pglite;
let environment: Environment;

beforeAll(async () => {
  pglite = await openPglite();
  const database: Database = await pglite.database('shipping');
  await migrate(database, migrations);
  environment = { database, now: () => new Date('2026-03-02T09:15:00Z'), newId: () => crypto.randomUUID() };
}, 60_000);

afterAll(() => pglite.close());

const eur = (amount: string) => ({ amount: Decimal.of(amount), currency: 'EUR' as const });

function dispatched(): ReceivedEvent<OrderDispatched, string, object> {
  const orderId = crypto.randomUUID();
  return {
    id: crypto.randomUUID(),
    name: 'OrderDispatched',
    type: 'shop.warehouse.OrderDispatched.v2',
    source: '/warehouse',
    subject: orderId,
    time: new Date(),
    correlationId: 'flow',
    causationId: undefined,
    key: orderId,
    value: {
      orderId,
      dispatchId: crypto.randomUUID(),
      dispatchedAt: new Date(),
      warehouse: 'UPPSALA',
      customer: { customerId: 'c', name: 'Ada', email: 'ada@example.org', phone: null, locale: 'en' },
      lines: [{ sku: 'MUG', name: 'Mug', quantity: 2, unitPrice: eur('12.50'), options: {} }],
      totals: { goods: eur('25.00'), shipping: eur('4.90'), total: eur('29.90') },
      shippingAddress: { recipient: 'Ada', street: 'S', addition: null, postalCode: '1', city: 'U', country: 'SE' },
      parcels: 1,
      weightInGrams: null,
      wishedDeliveryDate: null,
    },
    headers: {},
    topic: 'shop.warehouse',
    partition: 0,
    offset: 0n,
  };
}

function context() {
  const sent: { readonly name: keyof ShippingSends; readonly value: object }[] = [];
  const keep = (name: keyof ShippingSends) => async (message: { readonly value: object }) => {
    sent.push({ name, value: message.value });
    return { id: 'id', topic: 'topic', partition: 0, offset: 0n };
  };
  const send: ShippingSends = { parcelShipped: keep('parcelShipped'), parcelDelivered: keep('parcelDelivered') };
  const ctx: HandlerContext<ShippingSends> = { send, signal: new AbortController().signal, attempt: 1 };
  return { ctx, sent };
}

describe('orderDispatched', () => {
  it('ships the parcel and tells of its arrival, under one tracking number', async () => {
    const { ctx, sent } = context();

    await orderDispatched(environment)(dispatched(), ctx);

    expect(sent).toMatchObject([
      { name: 'parcelShipped', value: { carrier: 'Nordpost', estimatedDelivery: '2026-03-04' } },
      { name: 'parcelDelivered', value: { receivedBy: 'Ada' } },
    ]);
    const numbers = sent.map(({ value }) => Reflect.get(value, 'trackingNumber'));
    expect(new Set(numbers).size).toBe(1);
  });

  it('ships one parcel, however often the event is delivered', async () => {
    const event = dispatched();
    const [first, second] = [context(), context()];

    await orderDispatched(environment)(event, first.ctx);
    await orderDispatched(environment)(event, second.ctx);

    expect(second.sent).toEqual(first.sent);
  });
});
