import type { Logger } from '../core/client.ts';
import type { SchemaRegistry } from '../core/schema-registry.ts';
import { cachedRegistry } from './cached-registry.ts';
import { schemaLookup } from './schema-lookup.ts';

export interface RegistryOptions {
  readonly url: string;
  readonly auth?: { readonly username: string; readonly password: string };
  /** How long one lookup may take with its retries, in milliseconds. Default 10,000. */
  readonly timeout?: number;
  /** Default: says nothing. */
  readonly log?: Logger;
}

/**
 * A client of a Confluent-compatible schema registry. Nothing is asked before it is needed, and nothing twice: known
 * schemas work while the registry is down. Lookups that fail are tried again with the next call. Throws
 * `CONFIGURATION_INVALID` where the URL is none.
 */
export function connectRegistry({ url, auth, timeout = 10_000, log }: RegistryOptions): SchemaRegistry {
  const lookup = schemaLookup({ url, timeout, ...(auth === undefined ? {} : { auth }) });
  return cachedRegistry(lookup, log);
}
