import type { Money } from '@shop/contracts/schemas/shop/common/money.v1';
import type { StockChangeReason } from '@shop/contracts/schemas/shop/warehouse/stock-change-reason.v1';

/** An item and how many of it lie in a warehouse. */
export interface StockLevel {
  readonly warehouse: string;
  readonly sku: string;
  readonly name: string;
  readonly description: string | null;
  readonly price: Money;
  /** Weight of one. */
  readonly weightInGrams: bigint | null;
  /** How many lie here, reserved ones among them. */
  readonly onHand: bigint;
  readonly reserved: bigint;
  /** Counts the changes of this level, from 1. */
  readonly revision: bigint;
}

/** How many of an item an order takes. */
export interface Quantity {
  readonly sku: string;
  readonly quantity: number;
}

/** A level after a change, and what led to it. */
export interface StockChange {
  readonly level: StockLevel;
  readonly reason: StockChangeReason;
}

/** How many can be sold. */
export function availableOf(level: StockLevel): bigint {
  return level.onHand - level.reserved;
}

/** One entry per item, for an order may name an item on several lines. In the order first named. */
export function quantitiesOf(lines: readonly Quantity[]): readonly Quantity[] {
  const bySku = new Map<string, number>();
  for (const { sku, quantity } of lines) bySku.set(sku, (bySku.get(sku) ?? 0) + quantity);
  return [...bySku].map(([sku, quantity]) => ({ sku, quantity }));
}
