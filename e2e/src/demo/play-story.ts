import type { Shop } from '@shop/shop';
import type { EventRecording } from '../event-record.ts';
import { longWait, type ShopDriver } from '../shop-driver.ts';
import { waitUntil } from '../wait-until.ts';
import { assert, type Claims } from './claims.ts';
import { partnerComesBack } from './partner.ts';
import { playWorkflow } from './play-workflow.ts';
import { addsUp, allTold, eventsOfDeliveredOrder, nothingTwice } from './proofs.ts';
import { viewIsRebuilt } from './rebuild-view.ts';
import { salesAreCounted } from './sales.ts';

export interface Stage {
  readonly shop: Shop;
  readonly drive: ShopDriver;
  readonly recording: EventRecording;
  readonly claims: Claims;
}

/** On sale at the storefront, unknown to the warehouse: somebody forgot to enter it there. */
const forgotten = 'LAMP-AURORA';
const others = ['MUG-BLUE', 'MUG-WHITE', 'TEA-GREEN', 'TRAY-OAK', 'KETTLE-STEEL'] as const;

/** So many that some share a partition with the order that waits: those are delivered again when it is. */
const rounds = 4;

/** Plays the story of the forgotten item. Rejects at the first claim that does not hold. */
export async function playStory({ shop, drive, recording, claims }: Stage): Promise<void> {
  const { claim } = claims;
  const { warehouse } = shop.services;

  const first = await drive.placeOrder({ sku: 'MUG-BLUE', quantity: 2 });
  await claim('an order is placed, paid, confirmed, reserved, dispatched, shipped and delivered', async () => {
    const { totals } = await drive.orderIs(first, 'delivered');
    return `2 x MUG-BLUE for ${totals.total.amount} ${totals.total.currency}`;
  });

  const parked = (): number => warehouse.running?.accounting.parked ?? 0;
  const before = parked();
  const waiting = await drive.placeOrder({ sku: forgotten });
  await claim(
    `an order for ${forgotten}, which nobody entered in the warehouse, makes the warehouse fail`,
    async () => {
      await waitUntil('the warehouse waits', () => parked() > before);
      const { status } = await drive.order(waiting);
      assert(status === 'confirmed', `the order is ${status}`);
      return `the order is ${status} and waits`;
    },
  );

  const flowing: string[] = [];
  await claim('meanwhile the orders of other customers are delivered', async () => {
    const wishes = Array.from({ length: rounds }, () => others).flat();
    for (const sku of wishes) flowing.push(await drive.placeOrder({ sku }));
    await Promise.all(flowing.map((orderId) => drive.orderIs(orderId, 'delivered')));
    const { status } = await drive.order(waiting);
    assert(status === 'confirmed', `the order that should wait is ${status}`);
    return `${flowing.length} orders`;
  });

  await claim('the warehouse is restarted and still knows who waits, though it reads nothing again', async () => {
    await warehouse.restart();
    await waitUntil('the warehouse has tried the order again', () => parked() > 0, longWait);
    const { status } = await drive.order(waiting);
    assert(status === 'confirmed', `the order is ${status}`);
    return undefined;
  });

  await claim('the item is added and the warehouse restarted', async () => {
    await drive.addItem(forgotten, 10);
    await warehouse.restart();
    return undefined;
  });

  await claim('the order that waited is delivered, as if nothing had happened', async () => {
    await drive.orderIs(waiting, 'delivered', longWait);
    return undefined;
  });

  await claim('what the site shows of orders is built anew from the log, beside the old one, while orders flow', () =>
    viewIsRebuilt(shop, drive, flowing),
  );

  await claim('a partner whose receiver was down hears of an order by webhook once it is back', () =>
    partnerComesBack(shop, drive),
  );

  await playWorkflow({ shop, drive, recording, claims });

  const orders = [first, ...flowing, waiting];
  await claim('nothing was lost: every order has had all of its events, and none is a dead letter', async () => {
    await waitUntil('every event is told', () => allTold(recording, orders));
    await waitUntil('every service is done', () => isIdle(shop));
    for (const { name, running } of Object.values(shop.services)) {
      assert(running !== undefined && addsUp(running.accounting), `what ${name} counts does not add up`);
    }
    return `${orders.length * eventsOfDeliveredOrder} events of ${orders.length} orders`;
  });

  await claim('each sale is counted once in the window of its minute, from a copy of the orders', () =>
    salesAreCounted(shop, recording),
  );

  await claim(
    'nothing was done twice: each step, payment, parcel and e-mail happened once, and the stock adds up',
    () =>
      nothingTwice({
        drive,
        recording,
        orders,
        sold: [
          ['MUG-BLUE', 2 + rounds],
          [forgotten, 1],
        ],
      }),
  );
}

const isIdle = ({ services }: Shop): boolean =>
  Object.values(services).every(({ running }) => running?.accounting.inFlight === 0);
