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
  // The answer is in the catalogue by now, also where another instance of this service took it.
  const item = await database.transaction((tx) => findInCatalogue(tx, sku));
  if (item !== undefined) return { kind: 'found', item };
  return { kind: answer === undefined ? 'unanswered' : 'unknown' };
}
