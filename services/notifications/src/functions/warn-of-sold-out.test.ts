import { openDelivery } from '@eventwright/runtime/delivery';
import { serveHttp } from '@eventwright/runtime/feeds';
import { functionEndpoint } from '@eventwright/runtime/functions';
import { stockChanged } from '@shop/contracts/messages/stock-changed';
import { build, startHarness } from '@shop/contracts/testing';
import { expect, it, onTestFinished } from 'vitest';
import type { OutgoingEmail } from '../adapters/mailer.ts';
import { startNotifications } from '../app.ts';
import { warnOfSoldOut } from './warn-of-sold-out.ts';

/** Mailers of the service, and of the function where it runs elsewhere. */
function recordingMailer() {
  const mails: OutgoingEmail[] = [];
  return { mails, send: async (email: OutgoingEmail) => void mails.push(email), close: () => undefined };
}

/** Sends stock levels to the service, with the function in the process or behind the address. */
async function sellOut(mailer: ReturnType<typeof recordingMailer>, soldOutUrl?: string): Promise<string> {
  const harness = await startHarness({ inactivityTimeout: 20_000, database: true });
  onTestFinished(harness.close);
  const delivery = await openDelivery(harness);
  const url = soldOutUrl === undefined ? {} : { soldOutUrl };
  const notifications = await startNotifications({ ...harness, delivery, mailer, ...url });
  const level = { sku: 'LAMP', name: 'Aurora lamp', warehouse: 'UPPSALA' };
  await harness.send.stockChanged(build.stockChanged({ ...level, available: 1n, reason: 'RESERVED' }));
  await harness.send.stockChanged(build.stockChanged({ ...level, available: 0n, reason: 'ANNOUNCED' }));
  const { id } = await harness.send.stockChanged(build.stockChanged({ ...level, available: 0n, reason: 'RESERVED' }));
  const { key } = build.stockChanged(level);
  await harness.send.stockChanged({ key, value: null });
  await harness.settled();
  expect(notifications.accounting).toMatchObject({ applied: 4, dead: 0 });
  await notifications.close();
  await delivery.close();
  return id;
}

const warning = { recipient: 'purchasing@shop.example', subject: 'Aurora lamp is sold out' };

it('writes once of an item that a reservation has sold out', { timeout: 60_000 }, async () => {
  const mailer = recordingMailer();
  const eventId = await sellOut(mailer);
  expect(mailer.mails).toMatchObject([{ eventId, ...warning }]);
  expect(mailer.mails[0]?.text).toContain('The last of Aurora lamp (LAMP) in UPPSALA');
});

it('does the same behind an address', { timeout: 60_000 }, async () => {
  const elsewhere = recordingMailer();
  const fetch = functionEndpoint(stockChanged, warnOfSoldOut(elsewhere));
  const server = await serveHttp({ apis: [{ fetch }], port: 0 });
  onTestFinished(server.close);
  const here = recordingMailer();
  const eventId = await sellOut(here, server.url);
  expect(here.mails).toEqual([]);
  expect(elsewhere.mails).toMatchObject([{ eventId, ...warning }]);
});
