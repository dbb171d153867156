import { retryLater } from '@eventwright/runtime';
import type { WarehouseHandlers } from '@shop/contracts/warehouse';
import { insertReservation } from '../adapters/reservation-store.ts';
import { lockLevels, saveChanges } from '../adapters/stock-store.ts';
import { reserveStock } from '../domain/reserve-stock.ts';
import { quantitiesOf } from '../domain/stock-level.ts';
import type { Environment } from '../environment.ts';
import { stockChanged } from '../messages/stock-changed.ts';

/**
 * Reserves what the order needs. An order for an item that the warehouse does not know waits until somebody adds the
 * item; orders with other keys go on.
 */
export function orderConfirmed({ now, newId, warehouse }: Environment): WarehouseHandlers['orderConfirmed'] {
  return async ({ value }, ctx) => {
    const { orderId, customer, lines, totals, shippingAddress, wishedDeliveryDate } = value;
    const quantities = quantitiesOf(lines);
    const reservation = reserveStock(quantities, await lockLevels(ctx.tx, warehouse, quantities));
    const at = now();
    switch (reservation.kind) {
      case 'unknown':
        throw retryLater(`${reservation.skus.map((sku) => `item ${sku} does not exist`).join(', ')}; add it to go on`);
      case 'short': {
        const { missing } = reservation;
        await ctx.send.stockShort({ key: orderId, value: { orderId, detectedAt: at, warehouse, missing, customer } });
        return;
      }
      case 'reserved': {
        const reservationId = newId();
        await insertReservation(ctx.tx, { orderId, reservationId }, quantities);
        await saveChanges(ctx.tx, reservation.changes);
        const order = { orderId, customer, lines, totals, shippingAddress, wishedDeliveryDate };
        await ctx.send.stockReserved({ key: orderId, value: { ...order, reservationId, reservedAt: at, warehouse } });
        for (const change of reservation.changes) {
          await ctx.send.stockChanged(stockChanged(change, { at, orderId }));
        }
      }
    }
  };
}
