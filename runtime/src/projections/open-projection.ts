import type { Sent } from '../core/application.ts';
import type { Accounting, Logger } from '../core/client.ts';
import type { CrashPoints } from '../core/crash-points.ts';
import type { Database, Sql } from '../core/database.ts';
import { RuntimeError } from '../core/errors.ts';
import { quietLogger } from '../core/quiet-logger.ts';
import type { SchemaRegistry } from '../core/schema-registry.ts';
import type { RecordPosition, Subscriber } from '../core/transport.ts';
import { migrate } from '../database/migrate.ts';
import type { StorePosition } from '../event-store/index.ts';
import { openBooks } from './books.ts';
import type { ProjectionBuild } from './build.ts';
import { readBuilds } from './build.ts';
import { keepBuilding } from './keep-building.ts';
import { askForBuild, wantVersion } from './make-build.ts';
import type { Projection } from './projection.ts';
import { projectionTables } from './tables.ts';
import { createWaits } from './waits.ts';

export interface OpenProjectionOptions {
  /** The service's own: the tables of the projection and `eventwright_projection_*` are made in it. */
  readonly database: Database;
  /** Needed for topics. */
  readonly transport?: Subscriber;
  /** Needed for topics. */
  readonly registry?: SchemaRegistry;
  /** Versions that may still be live: they are kept up to date until this one has caught up. Else they stay as they are. */
  readonly previous?: readonly Projection[];
  /** Events that may share a transaction. Default 500. */
  readonly batch?: number;
  /** How soon another process goes on with what one that was killed has left, in milliseconds. Default 10,000. */
  readonly leaseTime?: number;
  /** For how long a second copy of an event is recognised, in milliseconds of the log's time. Default 14 days. */
  readonly dedupeWindow?: number;
  /** Default: says nothing. */
  readonly log?: Logger;
  /** For tests of crashes. */
  readonly crashPoints?: CrashPoints;
}

/** What `send` resolves with where it went to the log at once, a place on the log, or the position of an append. */
export type ReachedPosition = Sent | RecordPosition | StorePosition;

export interface WaitOptions {
  /** In milliseconds. */
  readonly within: number;
}

/** A read model at work. */
export interface OpenProjection {
  /** What this process has done with records, those of rebuilds included. */
  readonly accounting: Accounting;
  /** Since when, and why, this process does not get on with the live view; undefined while all is well. */
  readonly trouble: { readonly since: Date; readonly error: unknown } | undefined;
  /**
   * Waits until the live view contains what is at a position: reads after one's own writes. False where it does not within
   * the time. Rejects with `CONFIGURATION_INVALID` for a position that the projection does not read, or that is not known
   * since the message went to an outbox: use `until`.
   */
  reached(position: ReachedPosition, options: WaitOptions): Promise<boolean>;
  /** Asks the view again whenever it has moved until the answer is not undefined, and gives that; undefined after the time. */
  until<T>(ask: (tx: Sql) => Promise<T | undefined>, options: WaitOptions): Promise<T | undefined>;
  /** Builds the tables anew beside the live ones, which are replaced once the new ones have caught up. */
  rebuild(): Promise<void>;
  /** All builds there are, oldest first. */
  status(): Promise<readonly ProjectionBuild[]>;
  /** Lets the batch at work finish. What is built goes on where it stopped when the projection is opened again. */
  close(): Promise<void>;
}

const day = 24 * 60 * 60 * 1_000;

/**
 * Puts a projection to work: makes its tables where they are missing, and keeps them up to date. Of several processes one
 * at a time does so. It owns nothing that it is given. Rejects with `CONFIGURATION_INVALID` where the tables of a version
 * are not those that it was built with.
 */
export async function openProjection(projection: Projection, options: OpenProjectionOptions): Promise<OpenProjection> {
  const { database, transport, registry, previous = [], batch = 500, leaseTime = 10_000 } = options;
  const { dedupeWindow = 14 * day, crashPoints: reach = () => undefined } = options;
  const log = quietLogger(options.log);
  const surroundings = { database, transport, registry, log };
  const versions = [projection, ...previous].map((one) => ({ ...one, source: one.source(surroundings) }));
  await migrate(database, [projectionTables]);
  await wantVersion(database, projection);
  const waits = createWaits(database, projection.name);
  const settings = { database, batch, leaseTime, dedupeWindow, log, reach };
  let trouble: OpenProjection['trouble'];
  const fares = (error: unknown): void => {
    trouble = error === undefined ? undefined : { since: trouble?.since ?? new Date(), error };
  };
  const books = openBooks();
  const keeper = keepBuilding({ fares, projection, versions, advanced: waits.advanced, books, ...settings });
  const reads = (source: string): boolean => versions.some((version) => version.source.reads(source));
  return {
    get accounting() {
      return books.read();
    },
    get trouble() {
      return trouble;
    },
    reached: async (position, { within }) => waits.reached(placeOf(position, projection.name, reads), within),
    until: (ask, { within }) => waits.until(ask, within),
    rebuild: async () => {
      await askForBuild(database, projection.name);
      keeper.look();
    },
    status: () => database.transaction((tx) => readBuilds(tx, projection.name)),
    close: async () => {
      await keeper.close();
    },
  };
}

/** The place behind which the view has to be. */
function placeOf(position: ReachedPosition, projection: string, reads: (source: string) => boolean) {
  if ('number' in position)
    return { source: undefined, partition: 0, next: position.number, transaction: position.transaction };
  const place = 'id' in position ? { topic: position.topic, ...position.position } : position;
  const { topic: source, partition, offset } = place;
  if (partition === undefined || offset === undefined) {
    throw invalid(
      `Where an event from the outbox will be on ${source} is not known yet; ask the view of ${projection} by until().`,
    );
  }
  if (!reads(source))
    throw invalid(`Projection ${projection} does not read ${source}, and never reaches a place there.`);
  return { source, partition, next: offset + 1n, transaction: 0n };
}

const invalid = (message: string): RuntimeError => new RuntimeError('CONFIGURATION_INVALID', message);
