import type { Running } from '@eventwright/runtime';
import { type OpenDelivery, openDelivery } from '@eventwright/runtime/delivery';
import { createVirtualClock, type Harness } from '@eventwright/runtime/testing';
import { build, type Messages, startHarness } from '@shop/contracts/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOrders } from './app.ts';

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

describe('an order whose payment nobody answers', () => {
  it('has it asked for again by its timer, and is confirmed once', { timeout: 120_000 }, async () => {
    const clock = createVirtualClock();
    const own = await startHarness({ inactivityTimeout: 20_000, database: true, clock });
    const outbox = await openDelivery(own);
    const service = await startOrders({ ...own, delivery: outbox, paymentPatience: 2_000 });
    const requests = async () => (await own.messages()).filter(({ name }) => name === 'paymentRequested');
    const order = build.orderPlaced();
    const { correlationId } = await own.send.orderPlaced(order).then(() => own.sent('paymentRequested'));
    await own.advance(2_000);
    await own.settled();
    expect(await requests()).toHaveLength(2);

    const { orderId } = order.value;
    await own.send.paymentAuthorized({ ...build.paymentAuthorized({ orderId }), correlationId });
    expect((await own.sent('orderConfirmed')).correlationId).toBe(correlationId);
    await own.advance(5_000);
    await own.settled();
    expect(await requests()).toHaveLength(2);
    await service.close();
    await outbox.close();
    await own.close();
  });
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
