import { retryLater } from '@eventwright/runtime';
import { applyOnce, type Sql } from '@eventwright/runtime/postgres';
import type { OrderConfirmed } from '@shop/contracts/messages/order-confirmed';
import type { WarehouseHandlers } from '@shop/contracts/warehouse';
import { insertReservation } from '../adapters/reservation-store.ts';
import { stockChangeFromJson, stockChangeToJson } from '../adapters/stock-change-json.ts';
import { lockLevels, saveChanges } from '../adapters/stock-store.ts';
import { reserveStock } from '../domain/reserve-stock.ts';
import { quantitiesOf } from '../domain/stock-level.ts';
import type { Environment } from '../environment.ts';
import { stockChanged } from '../messages/stock-changed.ts';

/**
 * Reserves what the order needs. An order for an item that the warehouse does not know waits until somebody adds the
 * item; orders with other keys go on.
 */
export function orderConfirmed(environment: Environment): WarehouseHandlers['orderConfirmed'] {
  const { database, warehouse } = environment;
  return async ({ id, value }, ctx) => {
    const outcome = await database.transaction((tx) =>
      applyOnce(tx, { consumer: 'warehouse', eventId: id }, () => reserve(tx, value, environment)),
    );
    const { orderId, customer, lines, totals, shippingAddress, wishedDeliveryDate } = value;
    const at = new Date(outcome.at);
    if (outcome.kind === 'short') {
      const missing = outcome.missing.map((line) => ({ ...line, available: BigInt(line.available) }));
      await ctx.send.stockShort({ key: orderId, value: { orderId, detectedAt: at, warehouse, missing, customer } });
      return;
    }
    const { reservationId } = outcome;
    const order = { orderId, customer, lines, totals, shippingAddress, wishedDeliveryDate };
    await ctx.send.stockReserved({ key: orderId, value: { ...order, reservationId, reservedAt: at, warehouse } });
    for (const change of outcome.changes.map(stockChangeFromJson)) {
      await ctx.send.stockChanged(stockChanged(change, { at, orderId }));
    }
  };
}

async function reserve(tx: Sql, { orderId, lines }: OrderConfirmed, { warehouse, now, newId }: Environment) {
  const quantities = quantitiesOf(lines);
  const reservation = reserveStock(quantities, await lockLevels(tx, warehouse, quantities));
  const at = now().toISOString();
  switch (reservation.kind) {
    case 'unknown':
      throw retryLater(`${reservation.skus.map((sku) => `item ${sku} does not exist`).join(', ')}; add it to go on`);
    case 'short': {
      const missing = reservation.missing.map((line) => ({ ...line, available: line.available.toString() }));
      return { kind: 'short', at, missing } as const;
    }
    case 'reserved': {
      const reservationId = newId();
      await insertReservation(tx, { orderId, reservationId }, quantities);
      await saveChanges(tx, reservation.changes);
      return { kind: 'reserved', at, reservationId, changes: reservation.changes.map(stockChangeToJson) } as const;
    }
  }
}
