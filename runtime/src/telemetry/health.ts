import type { Running } from '../core/client.ts';
import type { Database } from '../core/database.ts';
import { inTime } from './in-time.ts';

/** What a service is made of, as far as its health is concerned. */
export interface ServiceParts {
  /** What `receive` gave, of each client that receives. */
  readonly running?: readonly Pick<Running, 'failure' | 'status'>[];
  readonly database?: Pick<Database, 'transaction'>;
}

/** Healthy where there is no reason why not. */
export interface HealthReport {
  readonly reasons: readonly string[];
  /** What this process works on, as `group topic/partition`. None is no fault: a group may have more members than work. */
  readonly partitions?: readonly string[];
}

export interface Health {
  started(parts: ServiceParts): void;
  stopping(): void;
  live(): HealthReport;
  ready(): Promise<HealthReport>;
}

/** The database must answer within so many milliseconds, */
const patience = 2_000;
/** and is asked again when its last answer is older than this. */
const freshness = 1_000;

/** Judges a service by its parts whenever it is asked. */
export function createHealth(): Health {
  let parts: ServiceParts = {};
  let phase: 'starting' | 'started' | 'stopping' = 'starting';
  let databaseReasons: () => Promise<readonly string[]> = async () => [];

  const liveReasons = (): readonly string[] =>
    (parts.running ?? []).flatMap(({ failure, status }) => [
      ...(failure === undefined ? [] : [`receiving has ended: ${failure.message}`]),
      ...status.stalled.map(({ consumer, since }) => `${consumer} gets nothing since ${since.toISOString()}`),
    ]);

  return {
    started: (given) => {
      parts = given;
      databaseReasons = databaseCheck(given.database);
      if (phase === 'starting') phase = 'started';
    },
    stopping: () => {
      phase = 'stopping';
    },
    live: () => ({ reasons: liveReasons() }),
    ready: async () => {
      const statuses = (parts.running ?? []).map(({ status }) => status);
      const phaseReasons = phase === 'started' ? [] : [`the service is ${phase}`];
      const lost = statuses.flatMap((status) =>
        status.lost.map(({ consumer, since }) => `${consumer} is no member of its group since ${since.toISOString()}`),
      );
      const outages = statuses.flatMap(({ outage }) =>
        outage === undefined ? [] : [`messages wait since ${outage.since.toISOString()}: ${messageOf(outage.error)}`],
      );
      return {
        reasons: [...phaseReasons, ...liveReasons(), ...lost, ...outages, ...(await databaseReasons())],
        partitions: statuses.flatMap(({ partitions }) =>
          partitions.map(({ consumer, topic, partition }) => `${consumer} ${topic}/${partition}`),
        ),
      };
    },
  };
}

/** Asks the database, one question at a time however many ask for its health. */
function databaseCheck(database: ServiceParts['database']): () => Promise<readonly string[]> {
  if (database === undefined) return async () => [];
  let underWay: Promise<readonly string[]> | undefined;
  let last: { readonly at: number; readonly reasons: readonly string[] } | undefined;

  const ask = async (): Promise<readonly string[]> => {
    const reasons = await database
      .transaction((tx) => tx.query('select 1'))
      .then(
        () => [],
        (error: unknown) => [`the database does not answer: ${messageOf(error)}`],
      );
    last = { at: performance.now(), reasons };
    underWay = undefined;
    return reasons;
  };

  return async () => {
    if (last !== undefined && performance.now() - last.at < freshness) return last.reasons;
    underWay ??= ask();
    return inTime(underWay, patience, [`the database has not answered for ${patience / 1000} seconds`]);
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : typeof error);
