import type { Logger } from '../core/client.ts';
import { type ClosePart, type Closing, type ClosingParts, closeParts } from './close-parts.ts';

export interface ProcessEnd {
  /** Where everything could be closed. */
  readonly code: number;
  readonly close: ClosePart | ClosingParts;
  /** Milliseconds. */
  readonly deadline: number;
  readonly log: Logger;
}

/** How long something may hold the process after everything is closed; in milliseconds. */
const lingering = 2_000;

/** Closes, then ends the process with the code; with 1 where something could not be closed, or not within the deadline. */
export async function endProcess({ code, close, deadline, log }: ProcessEnd): Promise<void> {
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
