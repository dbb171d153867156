import type { Logger } from '../core/client.ts';
import type { CrashPoints } from '../core/crash-points.ts';
import type { Database } from '../core/database.ts';
import type { Delivery } from '../core/delivery.ts';
import { RuntimeError } from '../core/errors.ts';
import { quietLogger } from '../core/quiet-logger.ts';
import { quietTelemetry } from '../core/quiet-telemetry.ts';
import type { Telemetry } from '../core/telemetry.ts';
import { toldPublisher } from '../core/told/told-publisher.ts';
import type { Publisher } from '../core/transport.ts';
import { migrate } from '../database/migrate.ts';
import { type DeliveryStatus, readStatus } from './delivery-status.ts';
import { deliveryTransaction, type TransactionSettings } from './delivery-transaction.ts';
import { dueKeysTogether } from './due-keys-together.ts';
import { startForgetting } from './forget-old-ids.ts';
import { functionMigration } from './function-migration.ts';
import { createLogTimes } from './log-times.ts';
import { readingsOf } from './readings.ts';
import { type Relay, startRelay } from './relay/relay.ts';
import { tableMigration } from './table-migration.ts';
import { untilPublished } from './until-published.ts';

export interface OpenDeliveryOptions {
  /** The service's own; the tables of delivery, `eventwright_*`, are made in it. */
  readonly database: Database;
  /** Where the outbox is published to. */
  readonly transport: Publisher;
  /** Default: says nothing. */
  readonly log?: Logger;
  /** Hears of what is published, and how much waits for that; `openPrometheus` and `openTelemetry` make some. */
  readonly telemetry?: readonly Telemetry[];
  /**
   * For how long after an event happened its duplicates are recognised, in milliseconds. What is published later than
   * that has to be looked at by somebody. Never make it shorter than the retention of the topics. Default 14 days.
   */
  readonly dedupeWindow?: number;
  /** What a record may take with its headers, in bytes. Default 1,048,500, which brokers take where nobody set a limit. */
  readonly maxRecordBytes?: number;
  /**
   * What follows a record that the log refuses under the same key: it waits until somebody has seen to it (`hold`), or
   * is published without it (`skip`). Default `hold`.
   */
  readonly onRefused?: 'hold' | 'skip';
  /** False where something else publishes what is in the outbox, as Debezium can. Default true. */
  readonly publishes?: boolean;
  /** How long `close` publishes what is left, in milliseconds. Default 10,000. */
  readonly flushTimeout?: number;
  /**
   * How soon another instance publishes what one that was killed has left in the outbox, in milliseconds; a process that
   * stands still for longer loses its part of the outbox to others. Default 10,000.
   */
  readonly leaseTime?: number;
  /** For tests. */
  readonly crashPoints?: CrashPoints;
}

export interface OpenDelivery extends Delivery {
  /** Rejects with `DATABASE_UNAVAILABLE` where the database is away. */
  status(): Promise<DeliveryStatus>;
  /** Resolves once everything committed so far is published; what was refused, or is held behind it, does not count. */
  published(): Promise<void>;
  /**
   * Publishes what is left, within `flushTimeout`, and lets another instance take over. What is not published by then
   * stays in the outbox. To be called when nothing is handled any more, and before database and transport are closed.
   */
  close(): Promise<void>;
}

const day = 24 * 60 * 60 * 1_000;

/**
 * Makes effects happen once and sends happen at all: opens delivery over a service's database, makes its tables where they
 * are missing, and starts to publish its outbox. Rejects with `DATABASE_UNAVAILABLE` where there is no database.
 */
export async function openDelivery(options: OpenDeliveryOptions): Promise<OpenDelivery> {
  const { database, transport, dedupeWindow = 14 * day, maxRecordBytes = 1_048_500 } = options;
  const {
    onRefused = 'hold',
    publishes = true,
    flushTimeout = 10_000,
    leaseTime = 10_000,
    crashPoints = () => undefined,
  } = options;
  refuseUnlessPositive({ dedupeWindow, maxRecordBytes, flushTimeout, leaseTime });
  const log = quietLogger(options.log);
  await migrate(database, [tableMigration, functionMigration]);
  const telemetry = quietTelemetry(options.telemetry, log);
  const publisher = toldPublisher(transport, telemetry);
  const relay = publishes
    ? startRelay({ database, publisher, log, holds: onRefused === 'hold', reach: crashPoints, leaseTime })
    : noRelay;
  const unwatch = telemetry.watch(async () => readingsOf(await readStatus(database, relay)));
  const logTimes = createLogTimes();
  const forgetting = startForgetting({ database, log, window: dedupeWindow, logTimes });
  const settings = { window: dedupeWindow, maxRecordBytes, logTimes };
  return {
    transaction: transactionsOf(database, settings, relay.wake),
    dueKeys: dueKeysTogether(database),
    settled: logTimes.settled,
    status: () => readStatus(database, relay),
    published: () => untilPublished(database, relay.wake),
    close: async () => {
      unwatch();
      forgetting.close();
      await relay.close(flushTimeout);
    },
  };
}

const noRelay: Relay = { wake: () => undefined, close: async () => undefined, error: undefined, shards: 0 };

/** @param wake Called when something may have been committed to shards of the outbox. */
function transactionsOf(
  database: Database,
  settings: Omit<TransactionSettings, 'enqueued'>,
  wake: (shards: Iterable<number>) => void,
): Delivery['transaction'] {
  return async (work) => {
    const shards = new Set<number>();
    const enqueued = (touched: readonly number[]): void => {
      for (const shard of touched) shards.add(shard);
    };
    try {
      return await database.transaction((sql) => work(deliveryTransaction(sql, { ...settings, enqueued })));
    } finally {
      // Also after a failure: a commit whose answer was lost may have happened.
      wake(shards);
    }
  };
}

function refuseUnlessPositive(settings: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (value > 0 && Number.isFinite(value)) continue;
    const cure = 'Leave it out to get the default';
    throw new RuntimeError('CONFIGURATION_INVALID', `openDelivery: '${name}' is ${value}, no number above 0. ${cure}.`);
  }
}
