import type { WarehouseHandlers } from '@shop/contracts/warehouse';
import { settleReservation } from '../adapters/reservation-store.ts';
import { lockLevels, saveChanges } from '../adapters/stock-store.ts';
import { releaseStock } from '../domain/settle-reservation.ts';
import type { Environment } from '../environment.ts';
import { stockChanged } from '../messages/stock-changed.ts';

/** Gives what the order had reserved back to sale. What was dispatched already comes back as a return, not here. */
export function orderCancelled({ now, warehouse }: Environment): WarehouseHandlers['orderCancelled'] {
  return async ({ value: { orderId } }, ctx) => {
    const quantities = await settleReservation(ctx.tx, orderId, 'released');
    if (quantities === undefined) return;
    const changes = releaseStock(quantities, await lockLevels(ctx.tx, warehouse, quantities));
    await saveChanges(ctx.tx, changes);
    const at = now();
    for (const change of changes) await ctx.send.stockChanged(stockChanged(change, { at, orderId }));
  };
}
