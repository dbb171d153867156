import type { Decimal } from '@eventwright/runtime';
import type { Database } from '@eventwright/runtime/postgres';

/** What the handlers of this service work with. */
export interface Environment {
  readonly database: Database;
  readonly now: () => Date;
  readonly newId: () => string;
  /** The largest amount that one payment may have, in any currency. */
  readonly limit: Decimal;
}
