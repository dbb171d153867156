import type { EventFunction } from '@eventwright/runtime/functions';
import type { StockChanged, StockChangedKey } from '@shop/contracts/messages/stock-changed';
import type { Mailer } from '../adapters/mailer.ts';

/** Who buys what the shop sells. */
const recipient = 'purchasing@shop.example';

/**
 * Writes to those who buy where a reservation has taken the last of an item. A function: it knows nothing of the log, and
 * runs in this service or behind an address of its own (`serve.ts`). Called again, it writes the same e-mail again.
 */
export function warnOfSoldOut({ send }: Pick<Mailer, 'send'>): EventFunction<StockChanged | null, StockChangedKey> {
  return async ({ id, value }) => {
    if (value === null || value.reason !== 'RESERVED' || value.available > 0n) return;
    const { sku, name, warehouse } = value;
    const text = `The last of ${name} (${sku}) in ${warehouse} is set aside for an order.\nPlease buy some.\n`;
    await send({ eventId: id, recipient, subject: `${name} is sold out`, text });
  };
}
