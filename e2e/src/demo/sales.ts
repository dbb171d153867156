import type { Shop } from '@shop/shop';
import type { EventRecording } from '../event-record.ts';
import { waitUntil } from '../wait-until.ts';

/**
 * What analytics has counted from its copy of the orders, minute by minute. Proves that each order that was confirmed stands
 * in a window once, whatever happened to those who were at work meanwhile.
 */
export async function salesAreCounted({ analyticsUrl }: Shop, { events }: EventRecording): Promise<string> {
  const confirmed = (): number =>
    new Set(events.filter(({ name }) => name === 'OrderConfirmed').map(({ id }) => id)).size;
  const counted = await waitUntil('every sale is counted', async () => {
    const sales = await salesOf(analyticsUrl);
    const orders = sales.reduce((sum, sale) => sum + sale.orders + sale.late, 0);
    return orders === confirmed() ? sales : undefined;
  });
  const minutes = new Set(counted.map(({ minute }) => minute)).size;
  return `${confirmed()} sales in ${minutes} minutes, ${counted.map(({ revenue, currency }) => `${revenue} ${currency}`).join(', ')}`;
}

interface Sale {
  readonly minute: string;
  readonly currency: string;
  readonly revenue: string;
  readonly orders: number;
  readonly late: number;
}

async function salesOf(url: string): Promise<readonly Sale[]> {
  const answer = await fetch(`${url}/sales?minutes=1440`);
  const { sales }: { readonly sales: readonly Sale[] } = JSON.parse(await answer.text());
  return sales;
}
