import type { Database } from '@eventwright/runtime/postgres';
import type { Mailer } from './adapters/mailer.ts';

/** What the handlers of this service work with. */
export interface Environment {
  readonly database: Database;
  readonly mailer: Mailer;
  readonly now: () => Date;
  readonly newId: () => string;
}
