import type { Application, Handler, HandlerContext, ReceivedEvent } from '../core/application.ts';
import type { Logger } from '../core/client.ts';
import type { Database } from '../core/database.ts';
import { RuntimeError } from '../core/errors.ts';
import type { AnyHandler, AnyReceiveRoute } from '../core/routes.ts';
import type { SchemaRegistry } from '../core/schema-registry.ts';
import type { Subscriber } from '../core/transport.ts';
import type { EventStore, StoreEvents, StoreHandlers } from '../event-store/index.ts';
import type { ProjectionSource } from './source.ts';
import { storeSource } from './store-source.ts';
import { topicSource } from './topic-source.ts';

/** A projection sends nothing: it would do so again with every rebuild. */
export interface NoSends {
  /** Exists only for the compiler. */
  readonly [sends]?: never;
}
declare const sends: unique symbol;

/** What handlers of a projection may use: `tx` finds the projection's own tables by their names. */
export type ProjectionContext = HandlerContext<NoSends>;

/** Handlers for some of what an application receives. */
export type ProjectionHandlers<Handlers> = {
  readonly [Name in keyof Handlers]?: Handlers[Name] extends (
    event: ReceivedEvent<infer Value, infer Key, infer Headers extends object>,
    ctx: infer _Context,
  ) => Promise<void>
    ? Handler<Value, Key, Headers, NoSends>
    : never;
};

interface ProjectionTables {
  /** Lower case letters, digits and hyphens; `order-status`. */
  readonly name: string;
  /** One more for every change of `tables` or of what handlers do: it is then built anew, beside the live one. */
  readonly version: number;
  /**
   * `create table` and `create index` statements, which the rest of the service reads by the same names. Handlers write
   * to them by `ctx.tx`, and must come to the same rows whenever they run: they know no clock and no chance.
   */
  readonly tables: string;
}

/** A read model: tables that follow from events alone. */
export interface Projection {
  readonly name: string;
  readonly version: number;
  readonly tables: string;
  /** Opens nothing yet. */
  source(surroundings: SourceSurroundings): ProjectionSource;
}

export interface SourceSurroundings {
  readonly database: Database;
  readonly transport: Subscriber | undefined;
  readonly registry: SchemaRegistry | undefined;
  readonly log: Logger;
}

/**
 * A projection of topics. `from` is the generated application that receives them; the projection reads them by itself, from
 * their beginning, whatever its handlers in `receive` do.
 */
export function projection<
  Sends extends object,
  Handlers extends object,
  Params extends object = never,
  Asks extends object = never,
>(
  options: ProjectionTables & {
    readonly from: Application<Sends, Handlers, Params, Asks>;
    readonly handlers: ProjectionHandlers<NoInfer<Handlers>>;
  },
): Projection {
  const { name, version, tables } = options;
  refuseName(name, version);
  // `ProjectionHandlers` ties each handler to the route of its name; a mapped type over a parameter is opaque.
  const routes = options.from.receive as Readonly<Record<string, AnyReceiveRoute>>;
  const handlers = options.handlers as Readonly<Record<string, AnyHandler | undefined>>;
  return {
    name,
    version,
    tables,
    source: (surroundings) => topicSource({ projection: name, routes, handlers, ...surroundings }),
  };
}

/** A projection of the events of a store. */
export function storeProjection<Events extends StoreEvents>(
  options: ProjectionTables & {
    readonly from: EventStore<Events>;
    readonly handlers: StoreHandlers<Events, ProjectionContext>;
  },
): Projection {
  const { name, version, tables, from, handlers } = options;
  refuseName(name, version);
  return { name, version, tables, source: ({ database }) => storeSource({ database, store: from, handlers }) };
}

function refuseName(name: string, version: number): void {
  if (/^[a-z][a-z0-9-]{0,39}$/.test(name) && Number.isInteger(version) && version > 0) return;
  throw new RuntimeError(
    'CONFIGURATION_INVALID',
    `Projection '${name}' version ${version}: a name is up to 40 lower case letters, digits and hyphens, a version 1 and up.`,
  );
}
