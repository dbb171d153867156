import type { Running } from '@eventwright/runtime';
import { type OpenDelivery, openDelivery } from '@eventwright/runtime/delivery';
import type { Harness } from '@eventwright/runtime/testing';
import { build, type Messages, startHarness } from '@shop/contracts/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startShipping } from '../app.ts';

let harness: Harness<Messages>;
let delivery: OpenDelivery;
let shipping: Running;

beforeAll(async () => {
  harness = await startHarness({ inactivityTimeout: 20_000, database: true });
  delivery = await openDelivery(harness);
  shipping = await startShipping({ ...harness, delivery, now: () => new Date('2026-03-02T09:15:00Z') });
}, 60_000);

afterAll(async () => {
  await shipping.close();
  await delivery.close();
  await harness.close();
});

/** An order of its own for each test. */
const dispatched = () => {
  const { shippingAddress } = build.orderDispatched().value;
  return build.orderDispatched({
    orderId: crypto.randomUUID(),
    shippingAddress: { ...shippingAddress, recipient: 'Ada', country: 'SE' },
  });
};

describe('orderDispatched', () => {
  it('ships the parcel and tells of its arrival, under one tracking number', async () => {
    const order = dispatched();
    const { id } = await harness.send.orderDispatched(order);

    const shipped = await harness.sent('parcelShipped', ({ causationId }) => causationId === id);
    const delivered = await harness.sent('parcelDelivered', ({ causationId }) => causationId === id);

    expect(shipped).toMatchObject({
      key: order.key,
      value: { carrier: 'Nordpost', estimatedDelivery: '2026-03-04', lines: order.value.lines },
    });
    expect(delivered.value).toMatchObject({ receivedBy: 'Ada', trackingNumber: shipped.value.trackingNumber });
  });

  it('ships one parcel, however often the event is delivered', async () => {
    const order = { ...dispatched(), id: crypto.randomUUID() };
    await harness.send.orderDispatched(order);
    await harness.send.orderDispatched(order);

    const told = (await harness.messages()).flatMap(({ name, event }) =>
      event.causationId === order.id ? [{ name }] : [],
    );

    expect(told.map(({ name }) => name)).toEqual(['parcelShipped', 'parcelDelivered']);
  });
});
