import type { StockChange, StockLevel } from './stock-level.ts';

/** A new item as the warehouse's staff enter it. */
export interface NewItem
  extends Pick<StockLevel, 'warehouse' | 'sku' | 'name' | 'description' | 'price' | 'weightInGrams'> {
  readonly quantity: number;
}

/** Takes a new item in. */
export function addItem({ quantity, ...item }: NewItem): StockChange {
  return { level: { ...item, onHand: BigInt(quantity), reserved: 0n, revision: 1n }, reason: 'ADDED' };
}

/** Takes a delivery of a known item in. */
export function addDelivery(level: StockLevel, quantity: number): StockChange {
  return {
    level: { ...level, onHand: level.onHand + BigInt(quantity), revision: level.revision + 1n },
    reason: 'ADDED',
  };
}
