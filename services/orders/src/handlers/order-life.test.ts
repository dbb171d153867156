import type { Running } from '@eventwright/runtime';
import { type OpenDelivery, openDelivery } from '@eventwright/runtime/delivery';
import type { Harness } from '@eventwright/runtime/testing';
import { build, type Messages, startHarness } from '@shop/contracts/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOrders } from '../app.ts';

let harness: Harness<Messages>;
let delivery: OpenDelivery;
let orders: Running;

beforeAll(async () => {
  harness = await startHarness({ inactivityTimeout: 20_000, database: true });
  delivery = await openDelivery(harness);
  orders = await startOrders({ ...harness, delivery });
}, 60_000);

afterAll(async () => {
  await orders.close();
  await delivery.close();
  await harness.close();
});

describe('an order on the log', () => {
  it('is confirmed once it is paid, as one flow', async () => {
    const orderId = crypto.randomUUID();
    const { id } = await harness.send.orderPlaced(build.orderPlaced({ orderId }));
    const { value, correlationId } = await harness.sent('paymentRequested', ({ key }) => key === orderId);

    const { transactionId } = value;
    const paid = build.paymentAuthorized({ orderId, transactionId });
    await harness.send.paymentAuthorized({ ...paid, correlationId });

    const confirmed = await harness.sent('orderConfirmed', ({ key }) => key === orderId);
    expect(confirmed.value).toMatchObject({ transactionId, lines: build.orderPlaced().value.lines });
    expect([correlationId, confirmed.correlationId]).toEqual([id, id]);
  });

  it('gives a payment up of which there is no order', async () => {
    const paid = build.paymentAuthorized({ orderId: crypto.randomUUID() });
    await harness.send.paymentAuthorized(paid);
    expect(await harness.deadLetters()).toMatchObject([
      { name: 'paymentAuthorized', key: paid.key, value: paid.value, group: 'orders', attempts: 1 },
    ]);
  });
});
