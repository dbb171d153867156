import type { Mailer } from './adapters/mailer.ts';

/** What the handlers of this service work with. */
export interface Environment {
  readonly mailer: Mailer;
  readonly now: () => Date;
  readonly newId: () => string;
}
