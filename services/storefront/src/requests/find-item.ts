import { findItem as findInCatalogue } from '../adapters/catalogue-store.ts';
import type { CatalogueItem } from '../domain/catalogue-item.ts';
import type { Environment } from '../environment.ts';

export type FoundItem =
  | { readonly kind: 'found'; readonly item: CatalogueItem }
  | { readonly kind: 'unknown' }
  /** The warehouse did not answer in time; it may be down. */
  | { readonly kind: 'unanswered' };

/** Finds an item in the catalogue, and asks the warehouse for one that is not there. */
export async function findItem({ database, questions }: Environment, sku: string): Promise<FoundItem> {
  const known = await database.transaction((tx) => findInCatalogue(tx, sku));
  if (known !== undefined) return { kind: 'found', item: known };
  const answer = await questions.ask(sku);
  if (answer?.$type === 'shop.warehouse.ItemUnknown') return { kind: 'unknown' };
  // Said by the answer itself, as the transaction that stores it may still be under way.
  if (answer !== undefined) return { kind: 'found', item: answer };
  // An answer that another instance of this service took is in the catalogue.
  const item = await database.transaction((tx) => findInCatalogue(tx, sku));
  return item === undefined ? { kind: 'unanswered' } : { kind: 'found', item };
}
