import { applyOnce } from '@eventwright/runtime/postgres';
import type { WarehouseHandlers } from '@shop/contracts/warehouse';
import { settleReservation } from '../adapters/reservation-store.ts';
import { stockChangeFromJson, stockChangeToJson } from '../adapters/stock-change-json.ts';
import { lockLevels, saveChanges } from '../adapters/stock-store.ts';
import { releaseStock } from '../domain/settle-reservation.ts';
import type { Environment } from '../environment.ts';
import { stockChanged } from '../messages/stock-changed.ts';

/** Gives what the order had reserved back to sale. What was dispatched already comes back as a return, not here. */
export function orderCancelled({ database, now, warehouse }: Environment): WarehouseHandlers['orderCancelled'] {
  return async ({ id, value: { orderId } }, ctx) => {
    const released = await database.transaction((tx) =>
      applyOnce(tx, { consumer: 'warehouse', eventId: id }, async () => {
        const quantities = await settleReservation(tx, orderId, 'released');
        if (quantities === undefined) return null;
        const changes = releaseStock(quantities, await lockLevels(tx, warehouse, quantities));
        await saveChanges(tx, changes);
        return { at: now().toISOString(), changes: changes.map(stockChangeToJson) };
      }),
    );
    if (released === null) return;
    const at = new Date(released.at);
    for (const change of released.changes.map(stockChangeFromJson)) {
      await ctx.send.stockChanged(stockChanged(change, { at, orderId }));
    }
  };
}
