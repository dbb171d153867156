import type { Awaitable } from './awaitable.ts';
import { RuntimeError } from './errors.ts';
import type { AnyMessageRoute } from './routes.ts';
import type { Schema } from './schema.ts';
import type { SchemaRegistry, Writer } from './schema-registry.ts';

export interface RouteWriters {
  readonly key: Writer<unknown>;
  readonly value: Writer<unknown>;
}

/** Writers of messages, each looked up in the registry once. */
export interface Writers {
  /**
   * `version` is another version of the message's value than the newest. At once where they were looked up before: who
   * asks later never gets them before who has asked first.
   */
  of(route: AnyMessageRoute, version?: Schema<unknown, unknown>): Awaitable<RouteWriters>;
  /** Looks all up. Rejects with `SCHEMA_NOT_REGISTERED` naming all that the registry lacks, or with what kept it away. */
  ready(): Promise<void>;
}

/** A schema under its subject. */
interface Entry {
  readonly subject: string;
  readonly schema: Schema<unknown, unknown>;
}

export function createWriters(registry: SchemaRegistry, routes: readonly AnyMessageRoute[]): Writers {
  const found = new Map<string, Promise<Writer<unknown>>>();

  const writerOf = (entry: Entry): Promise<Writer<unknown>> => {
    const name = nameOf(entry);
    const known = found.get(name);
    if (known !== undefined) return known;
    const lookup = registry.writer(entry.subject, entry.schema);
    found.set(name, lookup);
    // A failed look-up is not the last word: the next one asks again.
    lookup.catch(() => found.delete(name));
    return lookup;
  };

  const lookUp = async (route: AnyMessageRoute, version: Schema<unknown, unknown>): Promise<RouteWriters> => {
    const [key, value] = await Promise.all([writerOf(keyEntry(route)), writerOf(valueEntry(route, version))]);
    return { key, value };
  };

  /** By route and schema of the value; promises while they are looked up. */
  const ofRoutes = new Map<AnyMessageRoute, Map<Schema<unknown, unknown>, Awaitable<RouteWriters>>>();

  return {
    of: (route, version = route.message.value) => {
      const ofRoute = ofRoutes.get(route) ?? new Map<Schema<unknown, unknown>, Awaitable<RouteWriters>>();
      if (ofRoute.size === 0) ofRoutes.set(route, ofRoute);
      const writers = ofRoute.get(version);
      if (writers !== undefined) return writers;
      const lookup = lookUp(route, version);
      ofRoute.set(version, lookup);
      // Before anybody else waits for it, so that all who do go on right after this.
      lookup.then(
        (writers) => ofRoute.set(version, writers),
        () => ofRoute.delete(version),
      );
      return lookup;
    },
    ready: async () => {
      const entries = [
        ...new Map(routes.flatMap((route) => [keyEntry(route), valueEntry(route)]).map((e) => [nameOf(e), e])),
      ];
      const lookups = await Promise.allSettled(entries.map(([, entry]) => writerOf(entry)));
      const missing: string[] = [];
      for (const [index, lookup] of lookups.entries()) {
        if (lookup.status === 'fulfilled') continue;
        if (!RuntimeError.is(lookup.reason, 'SCHEMA_NOT_REGISTERED')) throw lookup.reason;
        missing.push(entries[index]?.[0] ?? '');
      }
      if (missing.length > 0) throw notRegistered(missing);
    },
  };
}

function keyEntry({ keySubject, message }: AnyMessageRoute): Entry {
  return { subject: keySubject, schema: message.key };
}

function valueEntry({ valueSubject, message }: AnyMessageRoute, schema = message.value): Entry {
  return { subject: valueSubject, schema };
}

function nameOf({ subject, schema }: Entry): string {
  return `${schema.name} version ${schema.version} under subject ${subject}`;
}

function notRegistered(missing: readonly string[]): RuntimeError {
  const list = [...missing].sort().map((name) => `\n  ${name}`);
  return new RuntimeError(
    'SCHEMA_NOT_REGISTERED',
    `the registry lacks what this application sends; register it with "eventwright registry push":${list.join('')}`,
  );
}
