import type { StorefrontHandlers } from '@shop/contracts/storefront';
import { removeItem, saveItem } from '../adapters/catalogue-store.ts';
import type { Environment } from '../environment.ts';

/** Keeps the catalogue and its stock as the warehouse tells them; a tombstone takes the item out of that warehouse. */
export function stockChanged({ database }: Environment): StorefrontHandlers['stockChanged'] {
  return ({ key, value }) => database.transaction((tx) => (value === null ? removeItem(tx, key) : saveItem(tx, value)));
}
