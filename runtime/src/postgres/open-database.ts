import type { Logger } from '../core/client.ts';
import type { Database } from '../core/database.ts';
import { RuntimeError } from '../core/errors.ts';
import { connectPostgres } from './connect-postgres.ts';
import { openPglite, type Pglite, type PgliteOptions } from './open-pglite.ts';

export interface OpenDatabaseOptions {
  /** `orders` */
  readonly service: string;
  /** Usually `process.env`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where the service has its database if the environment names none. */
  readonly pglite?: Pglite;
  /** Where an embedded database of the service's own keeps its data, if it is to have one where all else is missing. */
  readonly directory?: string;
  /** Default: says nothing. */
  readonly log?: Logger;
}

/**
 * The database of a service: the PostgreSQL that `DATABASE_URL_<SERVICE>` names, else a schema of the embedded one, else
 * an embedded one of its own. Rejects with `CONFIGURATION_INVALID` where it may have none of them.
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  const { service, environment, pglite, directory, ...logged } = options;
  const variable = `DATABASE_URL_${service.toUpperCase().replaceAll('-', '_')}`;
  const url = environment[variable];
  const example = `postgres://user:password@127.0.0.1:5432/${service}`;
  if (url !== undefined && url !== '') {
    refuseUnlessPostgres(url, { variable, example });
    return connectPostgres({ url, ...logged });
  }
  if (pglite !== undefined) return pglite.database(service);
  if (directory !== undefined) return ownPglite(service, { directory, ...logged });
  throw new RuntimeError(
    'CONFIGURATION_INVALID',
    `The service ${service} has no database. Set ${variable}, as in ${example}.`,
  );
}

/** The driver takes much else for a host's name. What is wrong is not repeated: it may hold a password. */
function refuseUnlessPostgres(url: string, names: { readonly variable: string; readonly example: string }): void {
  if (/^postgres(ql)?:$/.test(URL.parse(url)?.protocol ?? '')) return;
  const message = `${names.variable} is no PostgreSQL URL. Set it to one as in ${names.example}.`;
  throw new RuntimeError('CONFIGURATION_INVALID', message);
}

async function ownPglite(service: string, options: PgliteOptions): Promise<Database> {
  const pglite = await openPglite(options);
  const { transaction, close } = await pglite.database(service);
  return { transaction, close: () => close().then(pglite.close) };
}
