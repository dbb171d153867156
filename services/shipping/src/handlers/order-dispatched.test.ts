import type { Running } from '@eventwright/runtime';
import { openPglite, type Pglite } from '@eventwright/runtime/postgres';
import type { Harness } from '@eventwright/runtime/testing';
import { build, type Messages, startHarness } from '@shop/contracts/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startShipping } from '../app.ts';

let pglite: Pglite;
let harness: Harness<Messages>;
let shipping: Running;

beforeAll(async () => {
  pglite = await openPglite();
  harness = await startHarness({ inactivityTimeout: 20_000 });
  const database = await pglite.database('shipping');
  shipping = await startShipping({ ...harness, database, now: () => new Date('2026-03-02T09:15:00Z') });
}, 60_000);

afterAll(async () => {
  await shipping.close();
  await harness.close();
  await pglite.close();
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
      event.causationId === order.id ? [{ name, id: event.id, value: event.value }] : [],
    );

    expect(told.map(({ name }) => name)).toEqual([
      'parcelShipped',
      'parcelDelivered',
      'parcelShipped',
      'parcelDelivered',
    ]);
    expect(told.slice(2)).toEqual(told.slice(0, 2));
  });
});
