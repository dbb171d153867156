import { Decimal } from '@eventwright/runtime';
import { openDelivery } from '@eventwright/runtime/delivery';
import { build, startHarness } from '@shop/contracts/testing';
import { expect, it } from 'vitest';
import { startAnalytics } from './app.ts';

it('counts what is confirmed, by the minute and by currency, from a copy of the orders', {
  timeout: 60_000,
}, async () => {
  const harness = await startHarness({ inactivityTimeout: 20_000, database: true });
  const delivery = await openDelivery(harness);
  const now = (): Date => new Date('2026-11-21T10:05:00Z');
  const analytics = await startAnalytics({ ...harness, delivery, now, http: { port: 0 } });

  const confirmed = (order: number, time: string, amount: string, currency: 'EUR' | 'GBP' = 'EUR') => {
    const { key, value } = build.orderConfirmed({}, { key: `0190b2c5-7c4e-7d4a-9a57-8f0d5c3b2a1${order}` });
    const total = { amount: Decimal.of(amount), currency };
    const lines = value.lines.map((line) => ({ ...line, quantity: 2 }));
    return { key, value: { ...value, lines, confirmedAt: new Date(time), totals: { ...value.totals, total } } };
  };
  await harness.send.orderRejected(build.orderRejected());
  await harness.send.orderConfirmed(confirmed(1, '2026-11-21T10:00:01Z', '12.50'));
  await harness.send.orderConfirmed(confirmed(2, '2026-11-21T10:00:59Z', '0.10'));
  await harness.send.orderConfirmed(confirmed(3, '2026-11-21T10:00:59Z', '7.00', 'GBP'));
  await harness.send.orderConfirmed(confirmed(4, '2026-11-21T10:01:00Z', '1.00'));
  await harness.send.orderConfirmed(confirmed(5, '2026-11-21T09:00:00Z', '5.00'));
  await harness.settled();
  await delivery.published();
  await harness.settled();

  const answer = await fetch(`${analytics.url}/sales?minutes=5`);
  const minute = (time: string, more: object) => ({ minute: time, late: 0, final: false, ...more });
  expect(await answer.json()).toEqual({
    sales: [
      minute('2026-11-21T10:00:00.000Z', { currency: 'EUR', orders: 2, revenue: '12.60', items: '4' }),
      minute('2026-11-21T10:00:00.000Z', { currency: 'GBP', orders: 1, revenue: '7.00', items: '2' }),
      minute('2026-11-21T10:01:00.000Z', { currency: 'EUR', orders: 1, revenue: '1.00', items: '2' }),
    ],
  });
  expect(analytics.accounting).toMatchObject({ applied: 10, ignored: 1, dead: 0 });
  expect(analytics.failure).toBeUndefined();

  for (const [path, status] of [
    ['/sales?minutes=0', 400],
    ['/sales?minutes=x', 400],
    ['/orders', 404],
    ['/health', 200],
  ] as const) {
    expect((await fetch(`${analytics.url}${path}`)).status).toBe(status);
  }
  expect((await fetch(`${analytics.url}/sales`, { method: 'POST' })).status).toBe(405);

  await analytics.close();
  await delivery.close();
  await harness.close();
});
