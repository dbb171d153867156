import type { StorefrontHandlers } from '@shop/contracts/storefront';
import { removeItem, saveItem } from '../adapters/catalogue-store.ts';

/** Keeps the catalogue and its stock as the warehouse tells them; a tombstone takes the item out of that warehouse. */
export const stockChanged: StorefrontHandlers['stockChanged'] = ({ key, value }, ctx) =>
  value === null ? removeItem(ctx.tx, key) : saveItem(ctx.tx, value);
