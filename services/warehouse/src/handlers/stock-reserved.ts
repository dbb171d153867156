import { retryLater } from '@eventwright/runtime';
import { applyOnce } from '@eventwright/runtime/postgres';
import type { WarehouseHandlers } from '@shop/contracts/warehouse';
import { settleReservation } from '../adapters/reservation-store.ts';
import { stockChangeFromJson, stockChangeToJson } from '../adapters/stock-change-json.ts';
import { lockLevels, saveChanges } from '../adapters/stock-store.ts';
import { dispatchStock } from '../domain/settle-reservation.ts';
import { weighParcel } from '../domain/weigh-parcel.ts';
import type { Environment } from '../environment.ts';
import { stockChanged } from '../messages/stock-changed.ts';

/** Dispatches what was reserved once it is picked, unless the order was cancelled in the meantime. */
export function stockReserved(environment: Environment): WarehouseHandlers['stockReserved'] {
  const { database, now, newId, warehouse, pickingTime } = environment;
  return async ({ id, value }, ctx) => {
    const { reservationId: _, reservedAt, ...order } = value;
    const { orderId } = order;
    if (now().getTime() < reservedAt.getTime() + pickingTime) throw retryLater(`order ${orderId} is being picked`);
    const dispatched = await database.transaction((tx) =>
      applyOnce(tx, { consumer: 'warehouse', eventId: id }, async () => {
        const quantities = await settleReservation(tx, orderId, 'dispatched');
        if (quantities === undefined) return null;
        const levels = await lockLevels(tx, warehouse, quantities);
        const changes = dispatchStock(quantities, levels);
        await saveChanges(tx, changes);
        return {
          dispatchId: newId(),
          at: now().toISOString(),
          weight: weighParcel(quantities, levels)?.toString() ?? null,
          changes: changes.map(stockChangeToJson),
        };
      }),
    );
    if (dispatched === null) return;
    const { dispatchId, weight, changes } = dispatched;
    const at = new Date(dispatched.at);
    const weightInGrams = weight === null ? null : BigInt(weight);
    await ctx.send.orderDispatched({
      key: orderId,
      value: { ...order, dispatchId, dispatchedAt: at, parcels: 1, weightInGrams },
    });
    for (const change of changes.map(stockChangeFromJson)) {
      await ctx.send.stockChanged(stockChanged(change, { at, orderId }));
    }
  };
}
