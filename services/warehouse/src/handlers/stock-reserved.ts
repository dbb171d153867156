import { retryLater } from '@eventwright/runtime';
import type { WarehouseHandlers } from '@shop/contracts/warehouse';
import { settleReservation } from '../adapters/reservation-store.ts';
import { lockLevels, saveChanges } from '../adapters/stock-store.ts';
import { dispatchStock } from '../domain/settle-reservation.ts';
import { weighParcel } from '../domain/weigh-parcel.ts';
import type { Environment } from '../environment.ts';
import { stockChanged } from '../messages/stock-changed.ts';

/** Dispatches what was reserved once it is picked, unless the order was cancelled in the meantime. */
export function stockReserved(environment: Environment): WarehouseHandlers['stockReserved'] {
  const { now, newId, warehouse, pickingTime } = environment;
  return async ({ value }, ctx) => {
    const { reservationId: _, reservedAt, ...order } = value;
    const { orderId } = order;
    const at = now();
    if (at.getTime() < reservedAt.getTime() + pickingTime) throw retryLater(`order ${orderId} is being picked`);
    const quantities = await settleReservation(ctx.tx, orderId, 'dispatched');
    if (quantities === undefined) return;
    const levels = await lockLevels(ctx.tx, warehouse, quantities);
    const changes = dispatchStock(quantities, levels);
    await saveChanges(ctx.tx, changes);
    const weightInGrams = weighParcel(quantities, levels) ?? null;
    await ctx.send.orderDispatched({
      key: orderId,
      value: { ...order, dispatchId: newId(), dispatchedAt: at, parcels: 1, weightInGrams },
    });
    for (const change of changes) await ctx.send.stockChanged(stockChanged(change, { at, orderId }));
  };
}
