import type { Logger } from '../core/client.ts';
import { RuntimeError } from '../core/errors.ts';
import { connectPostgres } from './connect-postgres.ts';
import type { Database } from './database.ts';
import type { Pglite } from './open-pglite.ts';

export interface OpenDatabaseOptions {
  /** `orders` */
  readonly service: string;
  /** Usually `process.env`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where the service has its database if the environment names none. */
  readonly pglite?: Pglite;
  /** Default: says nothing. */
  readonly log?: Logger;
}

/**
 * The database of a service: the PostgreSQL that `DATABASE_URL_<SERVICE>` names, else a schema of the embedded one.
 * Rejects with `CONFIGURATION_INVALID` where there is neither.
 */
export async function openDatabase({ service, environment, pglite, log }: OpenDatabaseOptions): Promise<Database> {
  const variable = `DATABASE_URL_${service.toUpperCase().replaceAll('-', '_')}`;
  const url = environment[variable];
  if (url !== undefined && url !== '') return connectPostgres({ url, ...(log === undefined ? {} : { log }) });
  if (pglite !== undefined) return pglite.database(service);
  throw new RuntimeError(
    'CONFIGURATION_INVALID',
    `The service ${service} has no database. Set ${variable}, as in postgres://user:password@127.0.0.1:5432/${service}.`,
  );
}
