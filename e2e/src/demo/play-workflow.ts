import type { ShopDriver } from '../shop-driver.ts';
import { waitUntil } from '../wait-until.ts';
import { assert } from './claims.ts';
import type { Stage } from './play-story.ts';

/** Milliseconds until the orders of the demo ask for a payment again. */
export const paymentPatience = 3_000;

/** Shows what orders do on their own: they take back what cannot be served, and ask again where nobody answers. */
export async function playWorkflow({ shop, drive, recording, claims: { claim } }: Stage): Promise<void> {
  const counted = (orderId: string, name: string): number =>
    new Set(recording.events.filter((event) => event.subject === orderId && event.name === name).map(({ id }) => id))
      .size;

  await claim(
    'an order that is paid and cannot be served is taken back: cancelled, refunded, the stock as it was',
    async () => {
      const before = await drive.level('TRAY-OAK');
      const orderId = await drive.placeOrder({ sku: 'TRAY-OAK', quantity: before.onHand + 1 });
      await drive.orderIs(orderId, 'refunded');
      const refunds = [counted(orderId, 'PaymentAuthorized'), counted(orderId, 'PaymentRefunded')];
      assert(
        refunds.every((count) => count === 1),
        `it was paid and refunded ${refunds.join(' and ')} times`,
      );
      const after = await drive.level('TRAY-OAK');
      assert(after.onHand === before.onHand && after.reserved === before.reserved, `${after.onHand} are on hand`);
      return `${before.onHand} on hand, ${before.onHand + 1} ordered`;
    },
  );

  await claim('payments is away, a timer fires and the payment is asked for again; it is paid once', async () => {
    await shop.services.payments.stop();
    const orderId = await drive.placeOrder({ sku: 'KETTLE-STEEL' });
    await waitUntil('the payment is asked for again', () => counted(orderId, 'PaymentRequested') > 1);
    await shop.services.payments.start();
    await delivered(drive, orderId);
    const payments = counted(orderId, 'PaymentAuthorized');
    assert(payments === 1, `it was paid ${payments} times`);
    return `asked ${counted(orderId, 'PaymentRequested')} times`;
  });
}

const delivered = (drive: ShopDriver, orderId: string) => drive.orderIs(orderId, 'delivered', { patience: 60_000 });
