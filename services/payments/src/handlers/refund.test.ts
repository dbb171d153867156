import { Decimal, type Running } from '@eventwright/runtime';
import { type OpenDelivery, openDelivery } from '@eventwright/runtime/delivery';
import type { Harness } from '@eventwright/runtime/testing';
import { build, type Messages, startHarness } from '@shop/contracts/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPayments } from '../app.ts';

let harness: Harness<Messages>;
let delivery: OpenDelivery;
let payments: Running;

beforeAll(async () => {
  harness = await startHarness({ inactivityTimeout: 20_000, database: true });
  delivery = await openDelivery(harness);
  payments = await startPayments({ ...harness, delivery });
}, 60_000);

afterAll(async () => {
  await payments.close();
  await delivery.close();
  await harness.close();
});

const amount = (text: string) => ({ amount: Decimal.of(text), currency: 'EUR' as const });

describe('a payment on the log', () => {
  it('is authorised and, once the order is cancelled, given back to the last cent', async () => {
    const orderId = crypto.randomUUID();
    await harness.send.paymentRequested(build.paymentRequested({ orderId, amount: amount('29.90') }));
    const authorized = await harness.sent('paymentAuthorized', ({ key }) => key === orderId);

    await harness.send.orderCancelled(build.orderCancelled({ orderId }));
    const refunded = await harness.sent('paymentRefunded', ({ key }) => key === orderId);

    expect(refunded.value.amount).toEqual(authorized.value.amount);
    expect(refunded.value.ledgerSequence).toBe(authorized.value.ledgerSequence + 1n);
  });

  it('that is declined is never given back', async () => {
    const orderId = crypto.randomUUID();
    await harness.send.paymentRequested(build.paymentRequested({ orderId, amount: amount('10000.01') }));
    await harness.sent('paymentDeclined', ({ key }) => key === orderId);
    await harness.send.orderCancelled(build.orderCancelled({ orderId }));
    await harness.consumed('orderCancelled', ({ key }) => key === orderId);

    const told = (await harness.messages()).filter(({ event }) => event.key === orderId);
    expect(told.map(({ name }) => name).toSorted()).toEqual(['orderCancelled', 'paymentDeclined', 'paymentRequested']);
  });
});
