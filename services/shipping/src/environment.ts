import type { Database } from '@eventwright/runtime/postgres';

/** What the handlers of this service work with. */
export interface Environment {
  readonly database: Database;
  readonly now: () => Date;
  readonly newId: () => string;
}
