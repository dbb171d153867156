import { RuntimeError } from '../errors.ts';
import type { Wait } from '../wait.ts';

/** The time that a piece of work has. */
export interface Deadline {
  /** Aborted when the time is over, or with the signal that was given. */
  readonly signal: AbortSignal;
  /** The work, or where the time is over before it is done, a rejection with `HANDLER_TIMEOUT`. */
  race<T>(work: Promise<T>): Promise<T>;
  /** To be called when the work is over. */
  end(): void;
}

export interface DeadlineOptions {
  /** In milliseconds. */
  readonly timeout: number;
  /** Ends the work earlier. */
  readonly signal: AbortSignal;
  readonly wait: Wait;
  /** What the error calls the work. */
  readonly work: string;
}

/** Given, since to abort without a reason makes an error with a stack, for each handler. */
const over = new Error('The work was over in time.');

export function startDeadline({ timeout, signal: outer, wait, work }: DeadlineOptions): Deadline {
  const inner = new AbortController();
  const ended = new AbortController();
  const abort = (): void => inner.abort(outer.reason);
  if (outer.aborted) abort();
  else outer.addEventListener('abort', abort, { once: true });
  const passed = wait(timeout, ended.signal).then(() => {
    const error = timedOut(work, timeout);
    inner.abort(error);
    throw error;
  });
  passed.catch(() => undefined);
  return {
    signal: inner.signal,
    race: (running) => Promise.race([running, passed]),
    end: () => {
      outer.removeEventListener('abort', abort);
      ended.abort(over);
    },
  };
}

function timedOut(work: string, timeout: number): RuntimeError {
  return new RuntimeError(
    'HANDLER_TIMEOUT',
    `${work} took longer than ${timeout} ms; hand ctx.signal to what it waits for, or raise "timeout" of x-retry or receive()`,
  );
}
