import { RuntimeError } from '@eventwright/runtime';
import type { ItemAnswered } from '@shop/contracts/messages/item-answered';
import { findItem as findInCatalogue } from '../adapters/catalogue-store.ts';
import type { CatalogueItem } from '../domain/catalogue-item.ts';
import type { Environment } from '../environment.ts';

export type FoundItem =
  | { readonly kind: 'found'; readonly item: CatalogueItem }
  | { readonly kind: 'unknown' }
  /** The warehouse did not answer in time; it may be down. */
  | { readonly kind: 'unanswered' };

/** Finds an item in the catalogue, and asks the warehouse for one that is not there. */
export async function findItem(environment: Environment, sku: string): Promise<FoundItem> {
  const { database } = environment;
  const known = await database.transaction((tx) => findInCatalogue(tx, sku));
  if (known !== undefined) return { kind: 'found', item: known };
  const answer = await askWarehouse(environment, sku);
  if (answer === undefined) return { kind: 'unanswered' };
  if (answer.$type === 'shop.warehouse.ItemUnknown') return { kind: 'unknown' };
  return { kind: 'found', item: answer };
}

/** Undefined where no answer comes in time. */
async function askWarehouse(
  { ask, patience, newId, now }: Environment,
  sku: string,
): Promise<ItemAnswered['answer'] | undefined> {
  const value = { requestId: newId(), sku, requestedBy: 'storefront', requestedAt: now() };
  try {
    const reply = await ask.itemRequested({ key: sku, value, deadline: patience });
    return reply.value.answer;
  } catch (error) {
    if (RuntimeError.is(error, 'REQUEST_TIMEOUT')) return undefined;
    throw error;
  }
}
