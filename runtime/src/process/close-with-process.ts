import { constants } from 'node:os';
import type { Logger } from '../core/client.ts';
import { quietLogger } from '../core/quiet-logger.ts';
import { type ClosePart, type Closing, type ClosingParts, closeParts } from './close-parts.ts';

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

/** How long something may hold the process after everything is closed; in milliseconds. */
const lingering = 2_000;

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

  async function end(code: number): Promise<void> {
    since = Date.now();
    const closing = closeParts(typeof close === 'function' ? { all: close } : close);
    // Not forgotten when nothing else is left to do: an end with code 0 would say that everything was closed.
    const timer = setTimeout(() => giveUp(closing, deadline, log), deadline);
    const failures = await closing.ended;
    clearTimeout(timer);
    for (const { part, error } of failures) log.error({ err: error, ...named(part) }, 'could not close');
    // What could not be closed may hold the process for ever.
    if (failures.length > 0) process.exit(1);
    leave(code, log);
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
    void end(1);
  });
}

/** The one part of a `close` without parts has no name of its own. */
function named(part: string): { readonly part?: string } {
  return part === 'all' ? {} : { part };
}

function giveUp(closing: Closing, deadline: number, log: Logger): void {
  const { current, waiting } = closing.progress();
  log.error(
    { ...named(current ?? 'all'), waiting },
    `did not close within ${deadline} ms, the process ends without it`,
  );
  process.exit(1);
}

/** Nothing holds the process now, so that it ends and what it has written gets out; what does hold it is cut off. */
function leave(code: number, log: Logger): void {
  process.exitCode = code;
  const cutOff = (): void => {
    log.warn({ holding: process.getActiveResourcesInfo() }, 'is closed, but something holds the process: it is ended');
    process.exit(code);
  };
  setTimeout(cutOff, lingering).unref();
}
