import { constants } from 'node:os';
import type { Logger } from '../core/client.ts';
import { quietLogger } from '../core/quiet-logger.ts';

/** What a process is there for. */
export interface Serving {
  /** Resolves when it has failed for good; of a client at work it is `running.failed`. Default: never. */
  readonly failed?: Promise<Error>;
  /** Finishes what is under way and lets everything go. Called once. */
  close(): Promise<void>;
  /** Default: says nothing. */
  readonly log?: Logger;
}

/**
 * One wish to stop may come twice: a terminal sends Ctrl-C to all of its processes, and npm passes on what it gets. In
 * milliseconds.
 */
const echo = 1_000;

/** How long closing may take after a failure, when there may be nobody who would kill the process; in milliseconds. */
const patience = 60_000;

/**
 * Ends the process in peace: closes at SIGTERM or SIGINT, or when what it serves has failed for good. Nothing holds it
 * then, so it ends, with code 0, after a failure with 1. A second signal ends it at once, with 128 and the signal's
 * number; what was not finished is delivered again.
 */
export function closeWithProcess({ failed, close, ...given }: Serving): void {
  const log = quietLogger(given.log);
  let since: number | undefined;

  async function end(code: number): Promise<void> {
    since = Date.now();
    process.exitCode = code;
    try {
      await close();
    } catch (error) {
      log.error({ err: error }, 'could not close');
      process.exit(1);
    }
  }

  const onSignal = (signal: NodeJS.Signals): void => {
    if (since === undefined) void end(0);
    else if (Date.now() - since > echo) process.exit(128 + constants.signals[signal]);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);

  void failed?.then((error) => {
    if (since !== undefined) return;
    log.error({ err: error }, 'receives no more, the process ends');
    setTimeout(() => process.exit(1), patience).unref();
    void end(1);
  });
}
