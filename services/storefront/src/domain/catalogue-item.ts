import type { Money } from '@shop/contracts/schemas/shop/common/money.v1';

/** An item as the web site shows it. */
export interface CatalogueItem {
  readonly sku: string;
  readonly name: string;
  readonly description: string | null;
  readonly price: Money;
  /** How many can be sold, over all warehouses. */
  readonly available: bigint;
}
