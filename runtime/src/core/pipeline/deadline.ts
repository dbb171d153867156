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
  const ended = new AbortController();
  const signal = lazySignal(outer);
  const passed = wait(timeout, ended.signal).then(() => {
    const error = timedOut(work, timeout);
    signal.abort(error);
    throw error;
  });
  passed.catch(() => undefined);
  return {
    get signal() {
      return signal.get();
    },
    race: (running) => Promise.race([running, passed]),
    end: () => {
      signal.leave();
      ended.abort(over);
    },
  };
}

interface LazySignal {
  get(): AbortSignal;
  abort(reason: unknown): void;
  /** Hears no more of the signal that was given. */
  leave(): void;
}

/** Follows another signal. Made when it is first asked for: most handlers never do, and it costs as much as they. */
function lazySignal(outer: AbortSignal): LazySignal {
  let controller: AbortController | undefined;
  let aborted: { readonly reason: unknown } | undefined;
  let hasLeft = false;
  const abort = (reason: unknown): void => {
    aborted ??= { reason };
    controller?.abort(aborted.reason);
  };
  const follow = (): void => abort(outer.reason);
  return {
    get: () => {
      if (controller !== undefined) return controller.signal;
      controller = new AbortController();
      if (outer.aborted && !hasLeft) follow();
      else if (!hasLeft) outer.addEventListener('abort', follow, { once: true });
      if (aborted !== undefined) controller.abort(aborted.reason);
      return controller.signal;
    },
    abort,
    leave: () => {
      if (outer.aborted && !hasLeft) follow();
      hasLeft = true;
      if (controller !== undefined) outer.removeEventListener('abort', follow);
    },
  };
}

function timedOut(work: string, timeout: number): RuntimeError {
  return new RuntimeError(
    'HANDLER_TIMEOUT',
    `${work} took longer than ${timeout} ms; hand ctx.signal to what it waits for, or raise "timeout" of x-retry or receive()`,
  );
}
