import { Decimal } from '@eventwright/runtime';
import { type Database, migrate, openPglite, type Pglite } from '@eventwright/runtime/postgres';
import { createHandlerKit, type HandlerKit } from '@eventwright/runtime/testing';
import type { OrderPlaced } from '@shop/contracts/messages/order-placed';
import { createOrders, type OrdersSends } from '@shop/contracts/orders';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrations } from '../adapters/migrations.ts';
import type { Environment } from '../environment.ts';
import { orderCancellationRequested } from './order-cancellation-requested.ts';
import { orderDispatched } from './order-dispatched.ts';
import { orderPlaced } from './order-placed.ts';
import { paymentAuthorized } from './payment-authorized.ts';
import { paymentDeclined } from './payment-declined.ts';
import { stockShort } from './stock-short.ts';

let pglite: Pglite;
let database: Database;
let environment: Environment;
let kit: HandlerKit<OrdersSends>;
let clock = Date.parse('2026-03-02T09:15:00Z');

beforeAll(async () => {
  pglite = await openPglite();
  database = await pglite.database('orders');
  await migrate(database, migrations);
  kit = createHandlerKit(createOrders, { database });
  environment = {
    newId: () => crypto.randomUUID(),
    now: () => {
      clock += 1000;
      return new Date(clock);
    },
  };
}, 60_000);

afterAll(() => pglite.close());

const eur = (amount: string) => ({ amount: Decimal.of(amount), currency: 'EUR' as const });
const customer = { customerId: crypto.randomUUID(), name: 'Ada', email: 'ada@example.org', phone: null, locale: 'en' };

const placed = (orderId: string): OrderPlaced => ({
  orderId,
  placedAt: new Date('2026-03-02T09:14:59Z'),
  customer,
  lines: [{ sku: 'MUG', name: 'Mug', quantity: 2, unitPrice: eur('12.50'), options: { engraving: 'Ada' } }],
  totals: { goods: eur('25.00'), shipping: eur('4.90'), total: eur('29.90') },
  shippingAddress: { recipient: 'Ada', street: 'S', addition: null, postalCode: '1', city: 'U', country: 'SE' },
  billingAddress: null,
  paymentMethod: { $type: 'shop.payments.BankTransfer', iban: 'SE45', accountHolder: 'Ada' },
  note: 'Ring twice.',
  wishedDeliveryDate: '2026-03-09',
});

/** What arrives about an order. */
const event = <Value extends { readonly orderId: string }>(value: Value) => ({ key: value.orderId, value });

/** An order that was taken in. */
async function givenOrder(): Promise<string> {
  const orderId = crypto.randomUUID();
  await kit.deliver(orderPlaced(environment), { ...event(placed(orderId)), headers: { sales_channel: 'web' } });
  return orderId;
}

const authorized = (orderId: string) => ({
  orderId,
  transactionId: crypto.randomUUID(),
  paymentId: crypto.randomUUID(),
  authorizedAt: new Date(clock),
  amount: eur('29.90'),
  ledgerSequence: 1n,
  customer,
});

const cancellation = (orderId: string) => ({ orderId, requestedAt: new Date(clock), customer, reason: null });

describe('orderPlaced', () => {
  it('takes the order in and asks for its payment', async () => {
    const orderId = crypto.randomUUID();
    const sent = await kit.deliver(orderPlaced(environment), {
      ...event(placed(orderId)),
      headers: { sales_channel: 'web' },
    });

    expect(sent.map(({ name }) => name)).toEqual(['temporaryOrderCreated', 'paymentRequested']);
    const { placedAt: _, billingAddress: __, ...order } = placed(orderId);
    expect(sent[0]?.value).toMatchObject(order);
    expect(sent[1]?.value).toMatchObject({ orderId, amount: eur('29.90'), paymentMethod: order.paymentMethod });
    expect(new Set(sent.map(({ value }) => value.transactionId)).size).toBe(1);
  });

  it('takes an order in once, also where another event places it again', async () => {
    const orderId = await givenOrder();
    const sent = await kit.deliver(orderPlaced(environment), {
      ...event(placed(orderId)),
      headers: { sales_channel: 'app' },
    });

    expect(sent).toEqual([]);
  });
});

describe('paymentAuthorized', () => {
  it('confirms the order with all that the warehouse needs', async () => {
    const orderId = await givenOrder();
    const sent = await kit.deliver(paymentAuthorized(environment), event(authorized(orderId)));

    const { lines, totals, shippingAddress, note, wishedDeliveryDate } = placed(orderId);
    expect(sent).toMatchObject([
      {
        name: 'orderConfirmed',
        value: { orderId, customer, lines, totals, shippingAddress, note, wishedDeliveryDate },
      },
    ]);
    expect(sent[0]?.value).not.toHaveProperty('status');
  });

  it('does not bring a cancelled order back', async () => {
    const orderId = await givenOrder();
    await kit.deliver(orderCancellationRequested(environment), event(cancellation(orderId)));
    const sent = await kit.deliver(paymentAuthorized(environment), event(authorized(orderId)));

    expect(sent).toEqual([]);
  });

  it('gives up on an order that was never taken in', async () => {
    const confirming = kit.deliver(paymentAuthorized(environment), event(authorized(crypto.randomUUID())));
    await expect(confirming).rejects.toMatchObject({ handling: 'fatal' });
  });
});

describe('paymentDeclined', () => {
  it('rejects the order and passes the explanation on', async () => {
    const orderId = await givenOrder();
    const { authorizedAt, paymentId: _, ...payment } = authorized(orderId);
    const declined = { ...payment, declinedAt: authorizedAt, reason: 'CARD_DECLINED' as const, explanation: 'No.' };

    const sent = await kit.deliver(paymentDeclined(environment), event(declined));

    expect(sent).toMatchObject([
      { name: 'orderRejected', value: { orderId, reason: 'PAYMENT_DECLINED', explanation: 'No.' } },
    ]);
  });
});

describe('orderCancellationRequested', () => {
  it('cancels an order until it is dispatched', async () => {
    const [open, dispatched] = [await givenOrder(), await givenOrder()];
    await kit.deliver(paymentAuthorized(environment), event(authorized(dispatched)));
    const { lines, totals, shippingAddress } = placed(dispatched);
    const parcel = { orderId: dispatched, dispatchId: crypto.randomUUID(), dispatchedAt: new Date(clock), customer };
    const more = {
      warehouse: 'W',
      lines,
      totals,
      shippingAddress,
      parcels: 1,
      weightInGrams: null,
      wishedDeliveryDate: null,
    };
    await kit.deliver(orderDispatched, event({ ...parcel, ...more }));
    const sent = await kit.deliver(orderCancellationRequested(environment), event(cancellation(open)));
    const tooLate = await kit.deliver(orderCancellationRequested(environment), event(cancellation(dispatched)));

    expect(tooLate).toEqual([]);
    expect(sent).toMatchObject([{ name: 'orderCancelled', value: { orderId: open, reason: 'CUSTOMER' } }]);
  });
});

describe('stockShort', () => {
  it('cancels the order and says what is missing', async () => {
    const orderId = await givenOrder();
    const missing = [{ sku: 'MUG', requested: 2, available: 1n }];

    const short = event({ orderId, detectedAt: new Date(clock), warehouse: 'W', missing, customer });
    const sent = await kit.deliver(stockShort(environment), short);

    expect(sent).toMatchObject([
      { name: 'orderCancelled', value: { reason: 'STOCK', explanation: 'MUG: 2 ordered, 1 available.' } },
    ]);
  });
});
