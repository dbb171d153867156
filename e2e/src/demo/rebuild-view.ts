import { isDeepStrictEqual } from 'node:util';
import type { Shop } from '@shop/shop';
import { longWait, type ShopDriver } from '../shop-driver.ts';
import { waitUntil } from '../wait-until.ts';
import { assert } from './claims.ts';

/** Has the storefront build what it shows of orders anew, and places an order meanwhile, which is kept in `placed`. */
export async function viewIsRebuilt(shop: Shop, drive: ShopDriver, placed: string[]): Promise<string> {
  const view = shop.services.storefront.running?.views.orderStatus;
  if (view === undefined) throw new Error('the storefront is not running');
  const before = await drive.orders();
  const builds = (await view.status()).map(({ build }) => build);
  await view.rebuild();
  const orderId = await drive.placeOrder({ sku: 'TEA-GREEN' });
  placed.push(orderId);
  await drive.orderIs(orderId, 'delivered', longWait);
  const shown = async () =>
    (await view.status()).find(({ build, state }) => state === 'live' && !builds.includes(build));
  await waitUntil('the new view is shown', async () => (await shown()) !== undefined, longWait);
  const after = new Map((await drive.orders()).map((order) => [order.orderId, order]));
  for (const order of before) {
    const same = isDeepStrictEqual(after.get(order.orderId), order);
    assert(same, `the new view shows order ${order.orderId} otherwise than the old one did`);
  }
  await drive.orderIs(orderId, 'delivered');
  return `${before.length} orders shown as before, and one that was placed meanwhile`;
}
