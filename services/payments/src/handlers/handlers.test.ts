import { Decimal } from '@eventwright/runtime';
import { type Database, openPglite, type Pglite } from '@eventwright/runtime/postgres';
import { createHandlerKit, type HandlerKit } from '@eventwright/runtime/testing';
import { createPayments, type PaymentsSends } from '@shop/contracts/payments';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLedger } from '../adapters/ledger.ts';
import type { Environment } from '../environment.ts';
import { orderCancelled } from './order-cancelled.ts';
import { paymentRequested } from './payment-requested.ts';

let pglite: Pglite;
let database: Database;
let environment: Environment;
let kit: HandlerKit<PaymentsSends>;

beforeAll(async () => {
  pglite = await openPglite();
  database = await pglite.database('payments');
  kit = createHandlerKit(createPayments, { database });
  const now = () => new Date();
  environment = {
    ledger: await openLedger(database),
    now,
    newId: () => crypto.randomUUID(),
    limit: Decimal.of('10000.00'),
  };
}, 60_000);

afterAll(() => pglite.close());

const eur = (amount: string) => ({ amount: Decimal.of(amount), currency: 'EUR' as const });
const customer = { customerId: crypto.randomUUID(), name: 'Ada', email: 'ada@example.org', phone: null, locale: 'en' };

/** What arrives about an order. */
const event = <Value extends { readonly orderId: string }>(value: Value) => ({ key: value.orderId, value });

const requested = (orderId: string, amount = '29.90') => ({
  orderId,
  transactionId: crypto.randomUUID(),
  requestedAt: new Date(),
  customer,
  amount: eur(amount),
  paymentMethod: { $type: 'shop.payments.BankTransfer' as const, iban: 'SE45', accountHolder: 'Ada' },
});

const cancelled = (orderId: string) => ({
  orderId,
  transactionId: crypto.randomUUID(),
  cancelledAt: new Date(),
  reason: 'CUSTOMER' as const,
  explanation: 'Why not.',
  customer,
  lines: [],
  totals: { goods: eur('25.00'), shipping: eur('4.90'), total: eur('29.90') },
});

/** Of all entries that were told. */
const sequences = (): readonly bigint[] => kit.sent.map(({ value }) => value.ledgerSequence);

describe('paymentRequested', () => {
  it('authorises the payment, and tells the entry of the ledger as it stands there', async () => {
    const orderId = crypto.randomUUID();
    const sent = await kit.deliver(paymentRequested(environment), event(requested(orderId)));

    expect(sent).toMatchObject([{ name: 'paymentAuthorized', value: { orderId, amount: eur('29.90'), customer } }]);
    const [stored] = await database.transaction((tx) =>
      tx.query('select event_id, version from eventwright_event where stream = $1', [orderId]),
    );
    expect(stored).toEqual({ event_id: sent[0]?.id, version: 1 });
  });

  it('decides a payment once, however often it is asked for', async () => {
    const orderId = crypto.randomUUID();
    await kit.deliver(paymentRequested(environment), event(requested(orderId)));
    expect(await kit.deliver(paymentRequested(environment), event(requested(orderId)))).toEqual([]);
    await kit.deliver(orderCancelled(environment), event(cancelled(orderId)));
    expect(await kit.deliver(paymentRequested(environment), event(requested(orderId)))).toEqual([]);
  });

  it('declines what is above the limit', async () => {
    const sent = await kit.deliver(paymentRequested(environment), event(requested(crypto.randomUUID(), '10000.01')));
    expect(sent).toMatchObject([{ name: 'paymentDeclined', value: { reason: 'LIMIT_EXCEEDED' } }]);
  });

  it('numbers entries without gaps, also after one that was rolled back', async () => {
    const failing = { ...environment, newId: () => 'no id' };
    await expect(kit.deliver(paymentRequested(failing), event(requested(crypto.randomUUID())))).rejects.toThrow();
    const orders = Array.from({ length: 5 }, () => event(requested(crypto.randomUUID())));
    await Promise.all(orders.map((order) => kit.deliver(paymentRequested(environment), order)));

    const numbers = sequences();
    expect(numbers).toEqual(numbers.map((_, index) => BigInt(index + 1)));
  });
});

describe('orderCancelled', () => {
  it('gives back what was authorised, once', async () => {
    const orderId = crypto.randomUUID();
    await kit.deliver(paymentRequested(environment), event(requested(orderId)));

    const first = await kit.deliver(orderCancelled(environment), event(cancelled(orderId)));
    const second = await kit.deliver(orderCancelled(environment), event(cancelled(orderId)));

    expect(first).toMatchObject([{ name: 'paymentRefunded', value: { orderId, amount: eur('29.90') } }]);
    expect(second).toEqual([]);
  });

  it('gives nothing back where nothing was authorised', async () => {
    const orderId = crypto.randomUUID();
    await kit.deliver(paymentRequested(environment), event(requested(orderId, '99999.00')));
    const sent = await kit.deliver(orderCancelled(environment), event(cancelled(orderId)));

    expect(sent).toEqual([]);
  });
});
