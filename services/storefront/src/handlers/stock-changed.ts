import type { StorefrontHandlers } from '@shop/contracts/storefront';
import { saveItem } from '../adapters/catalogue-store.ts';
import type { Environment } from '../environment.ts';

/** Keeps the catalogue and its stock as the warehouse tells them. */
export function stockChanged({ database }: Environment): StorefrontHandlers['stockChanged'] {
  return ({ value }) => database.transaction((tx) => saveItem(tx, value));
}
