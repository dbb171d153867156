import type { StorefrontHandlers } from '@shop/contracts/storefront';
import { saveItem } from '../adapters/catalogue-store.ts';
import type { Environment } from '../environment.ts';

/** Adds the item to the catalogue, then wakes whoever asked. */
export function itemAnswered({ questions }: Environment): StorefrontHandlers['itemAnswered'] {
  return async ({ value: { requestId, answer } }, ctx) => {
    if (answer.$type === 'shop.warehouse.ItemFound') await saveItem(ctx.tx, answer);
    questions.answered(requestId, answer);
  };
}
