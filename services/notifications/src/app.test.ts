import { openDelivery } from '@eventwright/runtime/delivery';
import { build, startHarness } from '@shop/contracts/testing';
import { expect, it } from 'vitest';
import type { OutgoingEmail } from './adapters/mailer.ts';
import { startNotifications } from './app.ts';

it('writes to the customer about an event on the log, and tells that it did', { timeout: 60_000 }, async () => {
  const mails: OutgoingEmail[] = [];
  const mailer = { send: async (email: OutgoingEmail) => void mails.push(email), close: () => undefined };
  const harness = await startHarness({ inactivityTimeout: 20_000, database: true });
  const delivery = await openDelivery(harness);
  const notifications = await startNotifications({ ...harness, delivery, mailer });

  const { key, value } = build.parcelShipped();
  const { id } = await harness.send.parcelShipped({ key, value });
  const { value: told } = await harness.sent('emailSent');
  await harness.consumed('parcelShipped');

  expect(told).toMatchObject({ orderId: value.orderId, about: 'ParcelShipped', aboutEventId: id });
  expect(mails).toMatchObject([{ eventId: id, recipient: value.customer.email }]);
  expect(await harness.deadLetters()).toEqual([]);

  await notifications.close();
  await delivery.close();
  await harness.close();
});
