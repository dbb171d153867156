import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SeenEvent } from './event-record.ts';
import { longWait } from './shop-driver.ts';
import { createShopFixture, type OpenShop, type ShopFixture, type ShopUnderTest } from './shop-fixture.ts';
import { waitUntil } from './wait-until.ts';

/** Each test is done in a second or two; a machine that is busy with others may need far longer. */
const patience = 120_000;

/** Long enough for an order to be cancelled before it is dispatched, in milliseconds. */
const anHour = 3_600_000;

const stepsOfDeliveredOrder = [
  'placed',
  'received',
  'payment-authorized',
  'confirmed',
  'stock-reserved',
  'dispatched',
  'shipped',
  'delivered',
];

/** What the shop promises, whatever carries its events. Tests share one shop and use different items. */
export function describeShop(underTest: ShopUnderTest): void {
  describe(`the shop on ${underTest.name}`, { timeout: patience }, () => {
    let fixture: ShopFixture;

    beforeAll(async () => {
      fixture = await createShopFixture(underTest);
      await fixture.open();
    }, patience);

    afterAll(() => fixture.remove(), patience);

    describeOrders(() => fixture);
    describeFailures(() => fixture);
    describeRestart(() => fixture);
  });
}

type GetFixture = () => ShopFixture;

function describeOrders(fixture: GetFixture): void {
  it('delivers an order, shows every step, and keeps the stock up to date', async () => {
    const { drive } = fixture().now;
    const before = await drive.level('MUG-BLUE');
    const orderId = await drive.placeOrder({ sku: 'MUG-BLUE', quantity: 2 });

    expect((await drive.orderIs(orderId, 'delivered')).totals.total).toEqual({ amount: '29.90', currency: 'EUR' });

    await waitUntil('the history is complete', async () => {
      const { history } = await drive.order(orderId);
      const steps = history.map(({ step }) => step);
      return (
        steps.length === stepsOfDeliveredOrder.length && stepsOfDeliveredOrder.every((step) => steps.includes(step))
      );
    });
    const left = before.onHand - 2;
    expect(await drive.level('MUG-BLUE')).toMatchObject({ onHand: left, reserved: 0 });
    await waitUntil('the site shows the stock', async () => (await drive.item('MUG-BLUE'))?.available === left);
  });

  it('tells the customer about every step', async () => {
    const orderId = await fixture().now.drive.placeOrder({ sku: 'TEA-GREEN' });

    await fixture().allMailsSent(orderId);

    expect(await fixture().mailsAbout(orderId)).toEqual([
      'We received your order',
      'Your order has left our warehouse',
      'Your order is confirmed',
      'Your parcel has arrived',
      'Your parcel is on its way',
    ]);
  });

  it('keeps correlation over the whole flow and names the cause of each event', async () => {
    const { drive, recording } = fixture().now;
    const orderId = await drive.placeOrder({ sku: 'TEA-GREEN' });
    await fixture().allMailsSent(orderId);
    const chain = ['ParcelDelivered', 'OrderDispatched', 'StockReserved', 'OrderConfirmed', 'PaymentAuthorized'];

    for (const [index, name] of chain.entries()) {
      const cause = chain[index + 1] ?? 'PaymentRequested';
      expect((await eventOf(fixture().now, orderId, name)).causationId).toBe(
        (await eventOf(fixture().now, orderId, cause)).id,
      );
    }
    const flows = recording.events.filter(({ subject }) => subject === orderId).map((event) => event.correlationId);
    expect(new Set(flows).size).toBe(1);
  });

  it.each([
    ['the bank declines the card', { sku: 'MUG-WHITE', token: 'tok_declined' }],
    ['the amount is above the limit', { sku: 'TEAHOUSE' }],
  ])('rejects an order where %s', async (_case, wish) => {
    const { drive, recording } = fixture().now;
    const orderId = await drive.placeOrder(wish);

    await drive.orderIs(orderId, 'rejected');

    expect(recording.namesOf(orderId)).not.toContain('OrderConfirmed');
  });

  it('cancels and refunds an order that cannot be served', async () => {
    const { drive } = fixture().now;
    const before = await drive.level('TRAY-OAK');
    const orderId = await drive.placeOrder({ sku: 'TRAY-OAK', quantity: before.onHand + 1 });

    const { history } = await drive.orderIs(orderId, 'refunded');

    expect(history.map(({ step }) => step)).toEqual(expect.arrayContaining(['stock-short', 'cancelled']));
    expect(await drive.level('TRAY-OAK')).toMatchObject({ onHand: before.onHand, reserved: 0 });
  });

  it('answers about an item over the event bus', async () => {
    const { drive, recording } = fixture().now;
    expect(await drive.item('NO-SUCH-ITEM')).toBeUndefined();
    await waitUntil('question and answer have travelled', () => {
      const names = new Set(recording.namesOf('NO-SUCH-ITEM'));
      return names.has('ItemRequested') && names.has('ItemAnswered');
    });
  });
}

function describeFailures(fixture: GetFixture): void {
  it('lets an order wait for an item that does not exist yet, while others go on', async () => {
    const { drive, shop, recording } = fixture().now;
    const parked = () => shop.services.warehouse.running?.accounting.parked ?? 0;
    const before = parked();
    const waiting = await drive.placeOrder({ sku: 'LAMP-AURORA', quantity: 2 });
    await waitUntil('the warehouse waits', () => parked() > before);
    const others = await Promise.all(['MUG-BLUE', 'MUG-WHITE', 'TEA-GREEN'].map((sku) => drive.placeOrder({ sku })));
    await Promise.all(others.map((orderId) => drive.orderIs(orderId, 'delivered')));
    expect((await drive.order(waiting)).status).toBe('confirmed');

    await drive.addItem('LAMP-AURORA', 5);
    await shop.services.warehouse.restart();

    await drive.orderIs(waiting, 'delivered', longWait);
    expect(await drive.level('LAMP-AURORA')).toMatchObject({ onHand: 3, reserved: 0 });
    expect(recording.deadLetters()).toEqual([]);
  });

  it('catches up after services were down, without anybody noticing', async () => {
    const { drive, shop } = fixture().now;
    await shop.services.shipping.stop();
    await shop.services.payments.stop();
    const orderId = await drive.placeOrder({ sku: 'KETTLE-STEEL' });
    await drive.orderIs(orderId, 'received');

    await shop.services.payments.start();
    await drive.orderIs(orderId, 'dispatched');
    await shop.services.shipping.start();

    await drive.orderIs(orderId, 'delivered');
  });

  it('does nothing twice when every event of an order is delivered twice', async () => {
    const { drive, shop, recording } = fixture().now;
    const orderId = await drive.placeOrder({ sku: 'KETTLE-STEEL' });
    await drive.orderIs(orderId, 'delivered');
    await fixture().allMailsSent(orderId);
    const about = () => recording.events.filter(({ subject }) => subject === orderId);
    const services = Object.values(shop.services);
    const recognised = () => services.map(({ running }) => running?.accounting.deduplicated ?? 0);
    const [stock, once, before] = [await drive.level('KETTLE-STEEL'), about(), recognised()];

    await shop.transport.publish(once.map(({ record }) => record));
    await drive.orderIs(await drive.placeOrder({ sku: 'KETTLE-STEEL' }), 'delivered');
    await waitUntil('everything has travelled again and is handled', () => {
      const idle = services.every(({ running }) => running?.accounting.inFlight === 0);
      const each = recognised().every((count, index) => count > (before[index] ?? 0));
      return idle && each && about().length >= once.length * 2;
    });

    expect(new Set(about().map(({ id }) => id))).toEqual(new Set(once.map(({ id }) => id)));
    expect((await drive.order(orderId)).history).toHaveLength(stepsOfDeliveredOrder.length);
    expect(await fixture().mailsAbout(orderId)).toHaveLength(5);
    expect(await drive.level('KETTLE-STEEL')).toMatchObject({ onHand: stock.onHand - 1, reserved: 0 });
  });
}

function describeRestart(fixture: GetFixture): void {
  it('goes on after a restart, and cancels an order that is not dispatched', async () => {
    const known = await fixture().now.drive.orders();
    const stock = await fixture().now.drive.level('MUG-WHITE');

    await fixture().close();
    await fixture().open({ pickingTime: anHour });

    const { drive } = fixture().now;
    expect((await drive.orders()).map(({ orderId }) => orderId)).toEqual(known.map(({ orderId }) => orderId));
    const orderId = await drive.placeOrder({ sku: 'MUG-WHITE', quantity: 3 });
    await drive.orderIs(orderId, 'stock-reserved');
    expect(await drive.level('MUG-WHITE')).toMatchObject({ onHand: stock.onHand, reserved: 3 });

    expect(await drive.cancelOrder(orderId)).toBe(202);

    await drive.orderIs(orderId, 'refunded');
    await waitUntil('the stock is released', async () => (await drive.level('MUG-WHITE')).reserved === 0);
    expect((await drive.level('MUG-WHITE')).onHand).toBe(stock.onHand);
    expect(await drive.cancelOrder(orderId)).toBe(409);
  });
}

const eventOf = ({ recording }: OpenShop, orderId: string, name: string): Promise<SeenEvent> =>
  waitUntil(`${name} of ${orderId} travels`, () =>
    recording.events.find((event) => event.subject === orderId && event.name === name),
  );
