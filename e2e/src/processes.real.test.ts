import { serviceNames } from '@shop/shop';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allTold, nothingTwice } from './demo/proofs.ts';
import { createProcessesFixture, type ProcessesFixture } from './processes-fixture.ts';
import type { OrderWish } from './shop-driver.ts';
import { waitUntil } from './wait-until.ts';

/** How long handlers at work are waited for, in milliseconds. */
const drainTimeout = 15_000;

let fixture: ProcessesFixture;

beforeAll(async () => {
  fixture = await createProcessesFixture();
}, 120_000);

afterAll(() => fixture.remove(), 60_000);

/** Places so many orders at a time and returns their ids once some of them are on their way. */
async function ordersAtWork(count: number, wish: OrderWish): Promise<readonly string[]> {
  const { drive, recording } = fixture;
  const orders = await Promise.all(Array.from({ length: count }, () => drive.placeOrder(wish)));
  const confirmed = () =>
    recording.events.filter(({ name, subject }) => name === 'OrderConfirmed' && orders.includes(subject));
  await waitUntil('some orders are on their way', () => confirmed().length > count / 8);
  return orders;
}

/** Waits until the orders are delivered and told of, and proves that nothing of them was done twice. */
async function provesDelivery(orders: readonly string[]): Promise<void> {
  const { drive, recording } = fixture;
  const isDelivered = async (orderId: string) => (await drive.order(orderId)).status === 'delivered';
  for (const orderId of orders) {
    await waitUntil(`${orderId} is delivered`, () => isDelivered(orderId), { patience: 120_000 });
  }
  await waitUntil('every event is told', () => allTold(recording, orders));
  await nothingTwice({ drive, recording, orders, sold: [] });
}

/** Events about the orders that were told again, by the ids of their first telling. */
function toldAgain(orders: readonly string[]): readonly string[] {
  const about = fixture.recording.events.filter(({ subject }) => orders.includes(subject));
  return about.filter(({ id }, index) => about.findIndex((other) => other.id === id) < index).map(({ name }) => name);
}

describe('the services, each a process of its own', { timeout: 240_000 }, () => {
  it('lose nothing and do nothing twice when some are killed at work', async () => {
    const { drive } = fixture;
    const before = await drive.level('MUG-BLUE');
    const orders = await ordersAtWork(40, { sku: 'MUG-BLUE' });
    const victims = ['orders', 'payments', 'warehouse', 'shipping'] as const;

    await Promise.all(victims.map(fixture.kill));
    await Promise.all(victims.map(fixture.start));

    await provesDelivery(orders);
    expect(await drive.level('MUG-BLUE')).toMatchObject({ onHand: before.onHand - orders.length, reserved: 0 });
  });

  it('drain when they are terminated at work, and leave nothing to be done again', async () => {
    const { drive } = fixture;
    const before = await drive.level('MUG-WHITE');
    const orders = await ordersAtWork(40, { sku: 'MUG-WHITE' });

    for (const service of ['orders', 'payments', 'warehouse', 'shipping', 'notifications'] as const) {
      expect(await fixture.terminate(service), service).toBe(0);
      await fixture.start(service);
    }

    await provesDelivery(orders);
    expect(toldAgain(orders)).toEqual([]);
    expect(await drive.level('MUG-WHITE')).toMatchObject({ onHand: before.onHand - orders.length, reserved: 0 });
  });

  it('do not wait with their end for an order that waits, which goes on after a restart and a crash', async () => {
    const { drive } = fixture;
    const waiting = await drive.placeOrder({ sku: 'LAMP-AURORA' });
    await drive.orderIs(waiting, 'confirmed');

    const asked = Date.now();
    expect(await fixture.terminate('warehouse')).toBe(0);
    expect(Date.now() - asked).toBeLessThan(drainTimeout);
    await fixture.start('warehouse');
    await fixture.kill('warehouse');
    await fixture.start('warehouse');

    await drive.addItem('LAMP-AURORA', 10);
    await provesDelivery([waiting]);
  });

  it('answer the orders that customers are placing when the storefront is terminated', async () => {
    const { drive } = fixture;
    const placing = Array.from({ length: 40 }, () => drive.placeOrder({ sku: 'TEA-GREEN' }));
    await Promise.race(placing);

    expect(await fixture.terminate('storefront')).toBe(0);
    const answers = await Promise.allSettled(placing);
    await fixture.start('storefront');

    const orders = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    expect(orders.length).toBeGreaterThan(0);
    await provesDelivery(orders);
  });

  it('end with code 0 when they are asked to', async () => {
    const codes = await Promise.all(serviceNames.map(fixture.terminate));
    expect(codes).toEqual(serviceNames.map(() => 0));
  });
});
