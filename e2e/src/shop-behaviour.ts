import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EngineName, type Shop, startShop } from '@shop/shop';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EventRecording, recordEvents, type SeenEvent } from './event-record.ts';
import { driveShop, type ShopDriver } from './shop-driver.ts';
import { waitUntil } from './wait-until.ts';

export interface ShopUnderTest {
  readonly engine: EngineName;
  /** Addresses of engines and databases. Called once. */
  environment(): Promise<Readonly<Record<string, string | undefined>>>;
}

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Long enough for an order to be cancelled before it is dispatched. */
const anHour = 3_600_000;

/** What the shop promises, whatever carries its events. Tests share one shop and use different items. */
export function describeShop({ engine, environment }: ShopUnderTest): void {
  describe(`the shop on the ${engine} engine`, () => {
    let dataDirectory: string;
    let given: Readonly<Record<string, string | undefined>>;
    let shop: Shop;
    let drive: ShopDriver;
    let recording: EventRecording;

    const open = async (pickingTime = 0): Promise<void> => {
      shop = await startShop({ engine, dataDirectory, environment: given, pickingTime, log: quiet });
      drive = driveShop(shop);
      recording = await recordEvents(shop);
    };
    const close = async (): Promise<void> => {
      await recording.close();
      await shop.close();
    };
    const mailsAbout = async (orderId: string): Promise<readonly string[]> => {
      const folder = join(dataDirectory, 'mail');
      const files = (await readdir(folder)).filter((file) => file.endsWith('.eml'));
      const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
      return texts.filter((text) => text.includes(orderId)).map((text) => /^Subject: (.*)$/m.exec(text)?.[1] ?? '');
    };
    const eventOf = (orderId: string, name: string): Promise<SeenEvent> =>
      waitUntil(`${name} of ${orderId} travels`, () =>
        recording.events.find((event) => event.subject === orderId && event.name === name),
      );

    beforeAll(async () => {
      dataDirectory = await mkdtemp(join(tmpdir(), 'eventwright-shop-'));
      given = await environment();
      await open();
    }, 120_000);

    afterAll(async () => {
      await close();
      await rm(dataDirectory, { recursive: true, force: true });
    }, 60_000);

    it('delivers an order and tells the customer about every step', { timeout: 60_000 }, async () => {
      const before = await drive.level('MUG-BLUE');
      const orderId = await drive.placeOrder({ sku: 'MUG-BLUE', quantity: 2 });

      const shown = await drive.orderIs(orderId, 'delivered');

      expect(shown.totals.total).toEqual({ amount: '29.90', currency: 'EUR' });
      await waitUntil(
        'all e-mails are sent',
        () => recording.namesOf(orderId).filter((n) => n === 'EmailSent').length === 5,
      );
      expect((await mailsAbout(orderId)).toSorted()).toEqual([
        'We received your order',
        'Your order has left our warehouse',
        'Your order is confirmed',
        'Your parcel has arrived',
        'Your parcel is on its way',
      ]);
      const steps = (
        await waitUntil('the history is complete', async () => {
          const { history } = await drive.order(orderId);
          return history.length === 8 && history;
        })
      ).map(({ step }) => step);
      expect(steps.toSorted()).toEqual([
        'confirmed',
        'delivered',
        'dispatched',
        'payment-authorized',
        'placed',
        'received',
        'shipped',
        'stock-reserved',
      ]);
      expect(await drive.level('MUG-BLUE')).toMatchObject({ onHand: before.onHand - 2, reserved: 0 });
      await waitUntil(
        'the site shows the stock',
        async () => (await drive.item('MUG-BLUE'))?.available === before.onHand - 2,
      );
    });

    it('keeps correlation over the whole flow and names the cause of each event', async () => {
      const orderId = await drive.placeOrder({ sku: 'TEA-GREEN' });
      await drive.orderIs(orderId, 'delivered');
      const chain = ['ParcelDelivered', 'OrderDispatched', 'StockReserved', 'OrderConfirmed', 'PaymentAuthorized'];

      for (const [index, name] of chain.entries()) {
        const cause = chain[index + 1] ?? 'PaymentRequested';
        expect((await eventOf(orderId, name)).causationId).toBe((await eventOf(orderId, cause)).id);
      }
      const flows = recording.events
        .filter(({ subject }) => subject === orderId)
        .map(({ correlationId }) => correlationId);
      expect(new Set(flows).size).toBe(1);
    });

    it.each([
      ['the bank declines the card', { sku: 'MUG-WHITE', token: 'tok_declined' }],
      ['the amount is above the limit', { sku: 'TEAHOUSE' }],
    ])('rejects an order where %s', async (_case, wish) => {
      const orderId = await drive.placeOrder(wish);

      await drive.orderIs(orderId, 'rejected');

      expect(recording.namesOf(orderId)).not.toContain('OrderConfirmed');
    });

    it('cancels and refunds an order that cannot be served', async () => {
      const before = await drive.level('TRAY-OAK');
      const orderId = await drive.placeOrder({ sku: 'TRAY-OAK', quantity: before.onHand + 1 });

      const shown = await drive.orderIs(orderId, 'refunded');

      expect(shown.history.map(({ step }) => step)).toEqual(expect.arrayContaining(['stock-short', 'cancelled']));
      expect(await drive.level('TRAY-OAK')).toMatchObject({ onHand: before.onHand, reserved: 0 });
    });

    it('answers about an item over the event bus', async () => {
      expect(await drive.item('NO-SUCH-ITEM')).toBeUndefined();
      const names = recording.events.filter(({ subject }) => subject === 'NO-SUCH-ITEM').map(({ name }) => name);
      expect(names).toEqual(['ItemRequested', 'ItemAnswered']);
    });

    it('lets an order wait for an item that does not exist yet, while others go on', { timeout: 90_000 }, async () => {
      const waiting = await drive.placeOrder({ sku: 'LAMP-AURORA', quantity: 2 });
      await waitUntil('the warehouse waits', () => (shop.services.warehouse.running?.accounting.waiting ?? 0) > 0);
      const others = await Promise.all(['MUG-BLUE', 'MUG-WHITE', 'TEA-GREEN'].map((sku) => drive.placeOrder({ sku })));
      await Promise.all(others.map((orderId) => drive.orderIs(orderId, 'delivered')));
      expect((await drive.order(waiting)).status).toBe('confirmed');

      await drive.addItem('LAMP-AURORA', 5);
      await shop.services.warehouse.restart();

      await drive.orderIs(waiting, 'delivered');
      expect(await drive.level('LAMP-AURORA')).toMatchObject({ onHand: 3, reserved: 0 });
      expect(recording.events.filter(({ topic }) => topic.endsWith('.dlt'))).toEqual([]);
    });

    it('catches up after a service was down, without anybody noticing', { timeout: 60_000 }, async () => {
      await shop.services.shipping.stop();
      await shop.services.payments.stop();
      const orderId = await drive.placeOrder({ sku: 'KETTLE-STEEL' });
      await drive.orderIs(orderId, 'received');

      await shop.services.payments.start();
      await drive.orderIs(orderId, 'dispatched');
      await shop.services.shipping.start();

      await drive.orderIs(orderId, 'delivered');
    });

    it('does nothing twice when events are delivered twice', { timeout: 60_000 }, async () => {
      const orderId = await drive.placeOrder({ sku: 'KETTLE-STEEL' });
      await drive.orderIs(orderId, 'delivered');
      await waitUntil(
        'all e-mails are sent',
        () => recording.namesOf(orderId).filter((n) => n === 'EmailSent').length === 5,
      );
      const stock = await drive.level('KETTLE-STEEL');
      const first = recording.events.filter(({ subject }) => subject === orderId);

      await shop.transport.publish(first.map(({ record }) => record));
      const next = await drive.placeOrder({ sku: 'KETTLE-STEEL' });
      await drive.orderIs(next, 'delivered');
      const settled = () => recording.events.filter(({ subject }) => subject === orderId).length >= first.length * 2;
      await waitUntil('the events have travelled again', settled);
      await waitUntil('everything is handled', () =>
        Object.values(shop.services).every(({ running }) => running?.accounting.inFlight === 0),
      );

      const ids = new Set(recording.events.filter(({ subject }) => subject === orderId).map(({ id }) => id));
      expect(ids).toEqual(new Set(first.map(({ id }) => id)));
      expect((await drive.order(orderId)).history).toHaveLength(8);
      expect(await mailsAbout(orderId)).toHaveLength(5);
      expect(await drive.level('KETTLE-STEEL')).toMatchObject({ onHand: stock.onHand - 1, reserved: 0 });
    });

    it('goes on after a restart with what was there, and cancels an order that is not dispatched', {
      timeout: 120_000,
    }, async () => {
      const known = await drive.orders();
      const stock = await drive.level('MUG-WHITE');

      await close();
      await open(anHour);

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
  });
}
