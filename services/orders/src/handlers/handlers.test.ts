import { Decimal, type HandlerContext, type ReceivedEvent, silentLogger } from '@eventwright/runtime';
import { type Database, migrate, openPglite, type Pglite } from '@eventwright/runtime/postgres';
import type { OrderPlaced } from '@shop/contracts/messages/order-placed';
import type { OrdersSends } from '@shop/contracts/orders';
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
let clock = Date.parse('2026-03-02T09:15:00Z');

beforeAll(async () => {
  pglite = await openPglite();
  database = await pglite.database('orders');
  await migrate(database, migrations);
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

/** An event as the runtime delivers it. */
function event<Value, Headers extends object>(value: Value, headers: Headers, id: string = crypto.randomUUID()) {
  const received: ReceivedEvent<Value, string, Headers> = {
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
    headers,
    topic: 'topic',
    partition: 0,
    offset: 0n,
  };
  return received;
}

interface Sent {
  readonly name: keyof OrdersSends;
  readonly value: object;
}

/** Keeps what is sent. */
function outgoing() {
  const sent: Sent[] = [];
  const keep = (name: keyof OrdersSends) => async (message: { readonly value: object }) => {
    sent.push({ name, value: message.value });
    return { id: 'id', topic: 'topic' };
  };
  const send: OrdersSends = {
    temporaryOrderCreated: keep('temporaryOrderCreated'),
    paymentRequested: keep('paymentRequested'),
    orderConfirmed: keep('orderConfirmed'),
    orderRejected: keep('orderRejected'),
    orderCancelled: keep('orderCancelled'),
  };
  return { send, sent };
}

/** Runs the handler in a transaction, as the runtime does, and returns what it sent. */
async function deliver<Event>(
  handler: (event: Event, ctx: HandlerContext<OrdersSends>) => Promise<void>,
  delivered: Event,
): Promise<readonly Sent[]> {
  const { send, sent } = outgoing();
  await database.transaction(async (tx) =>
    handler(delivered, { send, tx, log: silentLogger, signal: new AbortController().signal, attempt: 1 }),
  );
  return sent;
}

/** An order that was taken in. */
async function givenOrder(): Promise<string> {
  const orderId = crypto.randomUUID();
  await deliver(orderPlaced(environment), event(placed(orderId), { sales_channel: 'web' }));
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
    const sent = await deliver(orderPlaced(environment), event(placed(orderId), { sales_channel: 'web' }));

    expect(sent.map(({ name }) => name)).toEqual(['temporaryOrderCreated', 'paymentRequested']);
    const { placedAt: _, billingAddress: __, ...order } = placed(orderId);
    expect(sent[0]?.value).toMatchObject(order);
    expect(sent[1]?.value).toMatchObject({ orderId, amount: eur('29.90'), paymentMethod: order.paymentMethod });
    expect(sent[0]?.value).toHaveProperty('transactionId', Reflect.get(sent[1]?.value ?? {}, 'transactionId'));
  });

  it('takes an order in once, also where another event places it again', async () => {
    const orderId = await givenOrder();
    const sent = await deliver(orderPlaced(environment), event(placed(orderId), { sales_channel: 'app' }));

    expect(sent).toEqual([]);
  });
});

describe('paymentAuthorized', () => {
  it('confirms the order with all that the warehouse needs', async () => {
    const orderId = await givenOrder();
    const sent = await deliver(paymentAuthorized(environment), event(authorized(orderId), {}));

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
    await deliver(orderCancellationRequested(environment), event(cancellation(orderId), {}));
    const sent = await deliver(paymentAuthorized(environment), event(authorized(orderId), {}));

    expect(sent).toEqual([]);
  });

  it('gives up on an order that was never taken in', async () => {
    const confirming = deliver(paymentAuthorized(environment), event(authorized(crypto.randomUUID()), {}));
    await expect(confirming).rejects.toMatchObject({ handling: 'fatal' });
  });
});

describe('paymentDeclined', () => {
  it('rejects the order and passes the explanation on', async () => {
    const orderId = await givenOrder();
    const { authorizedAt, paymentId: _, ...payment } = authorized(orderId);
    const declined = { ...payment, declinedAt: authorizedAt, reason: 'CARD_DECLINED' as const, explanation: 'No.' };

    const sent = await deliver(paymentDeclined(environment), event(declined, {}));

    expect(sent).toMatchObject([
      { name: 'orderRejected', value: { orderId, reason: 'PAYMENT_DECLINED', explanation: 'No.' } },
    ]);
  });
});

describe('orderCancellationRequested', () => {
  it('cancels an order until it is dispatched', async () => {
    const [open, dispatched] = [await givenOrder(), await givenOrder()];
    await deliver(paymentAuthorized(environment), event(authorized(dispatched), {}));
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
    await deliver(orderDispatched, event({ ...parcel, ...more }, {}));
    const sent = await deliver(orderCancellationRequested(environment), event(cancellation(open), {}));
    const tooLate = await deliver(orderCancellationRequested(environment), event(cancellation(dispatched), {}));

    expect(tooLate).toEqual([]);
    expect(sent).toMatchObject([{ name: 'orderCancelled', value: { orderId: open, reason: 'CUSTOMER' } }]);
  });
});

describe('stockShort', () => {
  it('cancels the order and says what is missing', async () => {
    const orderId = await givenOrder();
    const missing = [{ sku: 'MUG', requested: 2, available: 1n }];

    const short = event({ orderId, detectedAt: new Date(clock), warehouse: 'W', missing, customer }, {});
    const sent = await deliver(stockShort(environment), short);

    expect(sent).toMatchObject([
      { name: 'orderCancelled', value: { reason: 'STOCK', explanation: 'MUG: 2 ordered, 1 available.' } },
    ]);
  });
});
