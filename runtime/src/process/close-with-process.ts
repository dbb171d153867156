import { constants } from 'node:os';
import type { Logger } from '../core/client.ts';
import { quietLogger } from '../core/quiet-logger.ts';
import type { ClosePart, ClosingParts } from './close-parts.ts';
import { endProcess } from './end-process.ts';

/** What a process is there for. */
export interface Serving {
  /** Resolves when it has failed for good; of a client at work it is `running.failed`. Default: never. */
  readonly failed?: Promise<Error>;
  /**
   * Finishes what is under way and lets everything go; called once. Parts by name are closed one after the other in the
   * order in which they stand, each also where one before it has failed: what says that the process is ready, who
   * receives, the delivery with its outbox, the database, the transport.
   */
  readonly close: ClosePart | ClosingParts;
  /** How long all of that may take before the process ends without it, in milliseconds. Default 25,000. */
  readonly deadline?: number;
  /** Default: says what went wrong to stderr. */
  readonly log?: Logger;
}

/**
 * One wish to stop may come twice: a terminal sends Ctrl-C to all of its processes, and npm passes on what it gets. In
 * milliseconds.
 */
const echo = 1_000;

const sayErrors: Logger = {
  info: () => undefined,
  warn: () => undefined,
  error: (details, message) => console.error(message, details),
};

/**
 * Ends the process in peace: closes at SIGTERM or SIGINT, or when what it serves has failed for good. It then ends with
 * code 0; after a failure, where something could not be closed, or not within the deadline, with 1. A second signal ends
 * it at once, with 128 and the signal's number. What was not finished is delivered again.
 */
export function closeWithProcess({ failed, close, deadline = 25_000, log: given = sayErrors }: Serving): void {
  const log = quietLogger(given);
  let since: number | undefined;

  const end = (code: number): void => {
    since = Date.now();
    void endProcess({ code, close, deadline, log });
  };

  const onSignal = (signal: NodeJS.Signals): void => {
    if (since === undefined) end(0);
    else if (Date.now() - since > echo) process.exit(128 + constants.signals[signal]);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);

  void failed?.then((error) => {
    if (since !== undefined) return;
    log.error({ err: error }, 'receives no more, the process ends');
    end(1);
  });
}
