import type { Quantity, StockLevel } from './stock-level.ts';

/** Weight of all lines in grams; null where the weight of an item is not known. */
export function weighParcel(quantities: readonly Quantity[], levels: ReadonlyMap<string, StockLevel>): bigint | null {
  let total = 0n;
  for (const { sku, quantity } of quantities) {
    const weight = levels.get(sku)?.weightInGrams ?? null;
    if (weight === null) return null;
    total += weight * BigInt(quantity);
  }
  return total;
}
