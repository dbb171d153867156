import type { Logger, TransactionContext } from '../core/client.ts';
import type { CrashPoints } from '../core/crash-points.ts';
import type { Database } from '../core/database.ts';
import { RuntimeError } from '../core/errors.ts';
import { quietLogger } from '../core/quiet-logger.ts';
import { quietTelemetry } from '../core/quiet-telemetry.ts';
import type { Telemetry } from '../core/telemetry.ts';
import { type Wait, waitByTimer } from '../core/wait.ts';
import { migrate } from '../database/migrate.ts';
import type { AnyWorkflow } from './any-workflow.ts';
import { diagram } from './diagram.ts';
import { failureNotes } from './failure-notes.ts';
import { dueFirer } from './fire-due.ts';
import { forgetEnded } from './forget-ended.ts';
import { workflowHandlers } from './handlers.ts';
import { readingsOf } from './readings.ts';
import { tableMigration } from './table-migration.ts';
import { startTimerLoop } from './timer-loop.ts';
import { type Versions, versionsOf } from './versions.ts';
import type { SendsOf, WorkflowOf } from './workflow.ts';

export interface OpenWorkflowOptions<Handlers extends object> {
  /** A client with `delivery` over that database: timers send by it, in its transactions. */
  readonly client: {
    transaction<T>(work: (context: TransactionContext<SendsOf<Handlers>>) => Promise<T>): Promise<T>;
  };
  /** The service's own; the tables of workflows, `eventwright_workflow*`, are made in it. */
  readonly database: Database;
  /** All versions that still have instances. New ones begin on the highest. */
  readonly versions: readonly (AnyWorkflow & WorkflowOf<Handlers>)[];
  /** Default: says nothing. */
  readonly log?: Logger;
  /** Hears how many instances there are in which status; `openPrometheus` and `openTelemetry` make some. */
  readonly telemetry?: readonly Telemetry[];
  /**
   * How often it looks for timers that another process has started, and for what operators ask for, in milliseconds.
   * Those that this process starts fire on time. Default 5,000.
   */
  readonly pollInterval?: number;
  /** How long instances that have ended are kept with their history, in milliseconds. Default 90 days. */
  readonly keepEnded?: number;
  /** How it waits between looks. Default: the system's timers. Tests give their own. */
  readonly wait?: Wait;
  /** For tests of crashes: `before-effect`, `after-effect` and `after-commit` of timers. */
  readonly crashPoints?: CrashPoints;
}

/** A workflow at work: its handlers are to be received with, its timers fire. */
export interface OpenWorkflow<Handlers extends object> {
  /** For `client.receive`, beside those of other messages. */
  readonly handlers: Handlers;
  /** Lets timers that are firing finish; others fire later, or in another process. To be called before delivery is closed. */
  close(): Promise<void>;
}

const day = 24 * 60 * 60 * 1_000;

/**
 * Opens a workflow over a service's database: makes its tables where they are missing and starts its timers. Rejects with
 * `WORKFLOW_INVALID` where a definition contradicts itself, and with `DATABASE_UNAVAILABLE` where there is no database.
 */
export async function openWorkflow<Handlers extends object>(
  options: OpenWorkflowOptions<Handlers>,
): Promise<OpenWorkflow<Handlers>> {
  const { database, wait = waitByTimer, pollInterval = 5_000, keepEnded = 90 * day } = options;
  refuseUnlessPositive({ pollInterval, keepEnded });
  const versions = versionsOf(options.versions);
  const log = quietLogger(options.log);
  await migrate(database, [tableMigration]);
  await describe(database, versions);
  const notes = failureNotes(database, log);
  const soon = (milliseconds: number): void => {
    if (milliseconds < pollInterval) timers.wake();
  };
  const timers = startTimerLoop({
    fireDue: dueFirer({ ...options, versions, started: soon }),
    pollInterval,
    wait,
    log,
    workflow: versions.newest.name,
  });
  const forgetting = forgetEnded({ database, log, keep: keepEnded, workflow: versions.newest.name });
  const unwatch = quietTelemetry(options.telemetry, log).watch(() =>
    database.transaction((tx) => readingsOf(tx, versions.newest.name)),
  );
  return {
    handlers: workflowHandlers<Handlers>(versions, { soon, notes }),
    close: async () => {
      unwatch();
      forgetting.close();
      await timers.close();
      await notes.close();
    },
  };
}

/** Lets operators see what a version is, whose code they do not have. */
async function describe(database: Database, { all }: Versions): Promise<void> {
  await database.transaction(async (tx) => {
    for (const workflow of all) {
      await tx.query(
        `insert into eventwright_workflow_version (workflow, version, diagram) values ($1, $2, $3)
         on conflict (workflow, version) do update set diagram = excluded.diagram, opened_at = clock_timestamp()`,
        [workflow.name, workflow.version, diagram(workflow)],
      );
    }
  });
}

function refuseUnlessPositive(settings: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (value > 0 && !Number.isNaN(value)) continue;
    const cure = 'Leave it out to get the default';
    throw new RuntimeError('CONFIGURATION_INVALID', `openWorkflow: '${name}' is ${value}, no number above 0. ${cure}.`);
  }
}
