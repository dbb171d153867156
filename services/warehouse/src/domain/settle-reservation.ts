import type { Quantity, StockChange, StockLevel } from './stock-level.ts';

/** A reservation is open until it is dispatched, or released because the order was cancelled. */
export type ReservationStatus = 'open' | 'dispatched' | 'released';

/** Takes what was reserved out of the warehouse. */
export function dispatchStock(
  quantities: readonly Quantity[],
  levels: ReadonlyMap<string, StockLevel>,
): readonly StockChange[] {
  return settle(quantities, levels, (level, quantity) => ({
    level: { ...level, onHand: level.onHand - quantity, reserved: level.reserved - quantity },
    reason: 'DISPATCHED',
  }));
}

/** Gives what was reserved back to sale. */
export function releaseStock(
  quantities: readonly Quantity[],
  levels: ReadonlyMap<string, StockLevel>,
): readonly StockChange[] {
  return settle(quantities, levels, (level, quantity) => ({
    level: { ...level, reserved: level.reserved - quantity },
    reason: 'RELEASED',
  }));
}

function settle(
  quantities: readonly Quantity[],
  levels: ReadonlyMap<string, StockLevel>,
  change: (level: StockLevel, quantity: bigint) => StockChange,
): readonly StockChange[] {
  return quantities.flatMap(({ sku, quantity }) => {
    const level = levels.get(sku);
    if (level === undefined) return [];
    const changed = change(level, BigInt(quantity));
    return [{ ...changed, level: { ...changed.level, revision: level.revision + 1n } }];
  });
}
