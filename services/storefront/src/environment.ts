import type { Database } from '@eventwright/runtime/postgres';
import type { OpenProjection } from '@eventwright/runtime/projections';
import type { StorefrontClient } from '@shop/contracts/storefront';
import type { DeliveryTerms } from './domain/price-order.ts';

/** What the handlers and requests of this service work with. */
export interface Environment {
  readonly database: Database;
  /** What became of orders. */
  readonly orderStatus: Pick<OpenProjection, 'until'>;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly terms: DeliveryTerms;
  readonly transaction: StorefrontClient['transaction'];
  readonly ask: StorefrontClient['ask'];
  /** How long an answer is waited for, in milliseconds. */
  readonly patience: number;
}
