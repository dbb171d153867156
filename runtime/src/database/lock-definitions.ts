import type { Sql } from '../core/database.ts';

/** Held while tables and schemas are made, so that instances of a service that start together do not both do it. */
const advisoryLock = 7_205_759_403_792_793_600n;

/** Waits for whoever is making tables or schemas in this database; until the transaction ends nobody else does. */
export async function lockDefinitions(tx: Sql): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [advisoryLock]);
}
