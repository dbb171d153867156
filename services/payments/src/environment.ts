import type { Decimal } from '@eventwright/runtime';
import type { Ledger } from './adapters/ledger.ts';

/** What the handlers of this service work with. */
export interface Environment {
  readonly ledger: Ledger;
  readonly now: () => Date;
  readonly newId: () => string;
  /** The largest amount that one payment may have, in any currency. */
  readonly limit: Decimal;
}
