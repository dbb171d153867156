import type { Sql } from './database.ts';
import { RuntimeError } from './errors.ts';

/** `ctx.tx` where there is no transaction: each use rejects with `CONFIGURATION_INVALID`. Tests of handlers may use it too. */
export const noTransaction: Sql = {
  query: () => Promise.reject(noDelivery('ctx.tx')),
  execute: () => Promise.reject(noDelivery('ctx.tx')),
};

/** What was used works with delivery only. */
export function noDelivery(used: string): RuntimeError {
  return new RuntimeError(
    'CONFIGURATION_INVALID',
    `${used} needs a database; give the client the option delivery, as openDelivery() of "@eventwright/runtime/delivery" makes it`,
  );
}
