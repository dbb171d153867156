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

/** Starts the deadline of a piece of work; its time counts from the next turn of the event loop. */
export function startDeadline(options: DeadlineOptions): Deadline {
  const deadline = new RunningDeadline(options);
  afterTurn(deadline);
  return deadline;
}

/** Work that is over within a turn of the event loop, as much is, needs no timer; what a timer takes costs as much as it. */
const fresh: RunningDeadline[] = [];

function afterTurn(deadline: RunningDeadline): void {
  if (fresh.push(deadline) > 1) return;
  setImmediate(() => {
    for (const each of fresh.splice(0)) each.begin();
  });
}

/** A class, since the functions of an object literal, and its getters even more, are made anew for each handler. */
class RunningDeadline implements Deadline {
  readonly #options: DeadlineOptions;
  #hasEnded = false;
  /** Why the work has to end. */
  #cause: { readonly reason: unknown } | undefined;
  #reject: ((reason: unknown) => void) | undefined;
  #timer: AbortController | undefined;
  /** Made when it is first asked for: most handlers never do. */
  #controller: AbortController | undefined;

  constructor(options: DeadlineOptions) {
    this.#options = options;
  }

  /** Begins to count the time, where the work is not over. */
  begin(): void {
    if (this.#hasEnded) return;
    const { wait, timeout, work } = this.#options;
    this.#timer = new AbortController();
    wait(timeout, this.#timer.signal).then(
      () => {
        const error = timedOut(work, timeout);
        this.#abort(error);
        this.#reject?.(error);
      },
      () => undefined,
    );
  }

  get signal(): AbortSignal {
    if (this.#controller !== undefined) return this.#controller.signal;
    this.#controller = new AbortController();
    const { signal } = this.#options;
    if (!this.#hasEnded && this.#cause === undefined) {
      if (signal.aborted) this.#follow();
      else signal.addEventListener('abort', this);
    }
    if (this.#cause !== undefined) this.#controller.abort(this.#cause.reason);
    return this.#controller.signal;
  }

  race<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      Promise.resolve(work).then(resolve, reject);
    });
  }

  end(): void {
    if (this.#options.signal.aborted) this.#follow();
    this.#hasEnded = true;
    this.#timer?.abort(over);
    if (this.#controller !== undefined) this.#options.signal.removeEventListener('abort', this);
  }

  /** The signal that was given is aborted: it calls this of an object that listens to it. */
  handleEvent(): void {
    this.#follow();
  }

  #follow(): void {
    this.#abort(this.#options.signal.reason);
  }

  #abort(reason: unknown): void {
    this.#cause ??= { reason };
    this.#controller?.abort(this.#cause.reason);
  }
}

function timedOut(work: string, timeout: number): RuntimeError {
  return new RuntimeError(
    'HANDLER_TIMEOUT',
    `${work} took longer than ${timeout} ms; hand ctx.signal to what it waits for, or raise "timeout" of x-retry or receive()`,
  );
}
