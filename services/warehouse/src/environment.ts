import type { Database } from '@eventwright/runtime/postgres';

/** What the handlers of this service work with. */
export interface Environment {
  readonly database: Database;
  readonly now: () => Date;
  readonly newId: () => string;
  /** Name of the warehouse that this service keeps. */
  readonly warehouse: string;
  /** How long it takes to pick an order, in milliseconds. Until then the order can still be cancelled. */
  readonly pickingTime: number;
}
