import type { MissingLine } from '@shop/contracts/schemas/shop/warehouse/missing-line.v1';
import { availableOf, type Quantity, type StockChange, type StockLevel } from './stock-level.ts';

export type Reservation =
  | { readonly kind: 'reserved'; readonly changes: readonly StockChange[] }
  | { readonly kind: 'short'; readonly missing: readonly MissingLine[] }
  | { readonly kind: 'unknown'; readonly skus: readonly string[] };

/**
 * Sets aside what the order needs: all of it or nothing. An item that the warehouse does not know is not a matter of
 * stock: the order can neither be served nor given up.
 */
export function reserveStock(quantities: readonly Quantity[], levels: ReadonlyMap<string, StockLevel>): Reservation {
  const unknown = quantities.filter(({ sku }) => !levels.has(sku)).map(({ sku }) => sku);
  if (unknown.length > 0) return { kind: 'unknown', skus: unknown };
  const wanted = quantities.flatMap(({ sku, quantity }) => {
    const level = levels.get(sku);
    return level === undefined ? [] : [{ level, quantity }];
  });
  const missing = wanted.filter(({ level, quantity }) => availableOf(level) < BigInt(quantity));
  if (missing.length > 0) {
    return {
      kind: 'short',
      missing: missing.map(({ level, quantity }) => ({
        sku: level.sku,
        requested: quantity,
        available: availableOf(level),
      })),
    };
  }
  return { kind: 'reserved', changes: wanted.map(({ level, quantity }) => reserve(level, quantity)) };
}

function reserve(level: StockLevel, quantity: number): StockChange {
  return {
    level: { ...level, reserved: level.reserved + BigInt(quantity), revision: level.revision + 1n },
    reason: 'RESERVED',
  };
}
