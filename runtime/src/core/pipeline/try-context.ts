import type { Logger } from '../client.ts';
import type { Sql } from '../database.ts';
import { eventLogger } from '../event-logger.ts';
import { noTransaction } from '../no-transaction.ts';
import type { AnyContext, AnySends } from '../routes.ts';
import type { Deadline } from './deadline.ts';
import type { Decoded } from './decode.ts';
import { type WatchedSends, watchSends } from './watched-sends.ts';

export interface TryOptions {
  readonly event: Decoded['event'];
  readonly attempt: number;
  readonly tx: Sql | undefined;
  readonly deadline: Deadline;
  readonly log: Logger;
  /** What errors call the try. */
  readonly work: string;
  /** What the handler may send. */
  makeSends(): AnySends;
}

/** What a handler may use in one try, and what comes of its sends. */
export interface TryContext {
  readonly ctx: AnyContext;
  /** Rejects if a send fails that is still under way, or one has failed that nobody listened to; undefined without sends. */
  settled(): Promise<void> | undefined;
  /** Refuses sends from now on and waits until none is under way; undefined where there was none. */
  end(): Promise<void> | undefined;
}

/** What a handler does not use is not made: together that costs more than a small handler. */
export function openContext(options: TryOptions): TryContext {
  const open = new OpenTry(options);
  return { ctx: contextOf(open), settled: () => open.sends?.settled(), end: () => open.end() };
}

class OpenTry {
  readonly options: TryOptions;
  sends: WatchedSends | undefined;
  #log: Logger | undefined;
  #hasEnded = false;

  constructor(options: TryOptions) {
    this.options = options;
  }

  get send(): AnySends {
    const { makeSends, work, deadline } = this.options;
    this.sends ??= watchSends(makeSends, work, deadline);
    if (this.#hasEnded) void this.sends.end();
    return this.sends.sends;
  }

  get log(): Logger {
    this.#log ??= eventLogger(this.options.log, this.options.event);
    return this.#log;
  }

  end(): Promise<void> | undefined {
    this.#hasEnded = true;
    return this.sends?.end();
  }
}

const ofTry: unique symbol = Symbol('try');

interface OfTry {
  readonly [ofTry]: OpenTry;
}

/** Own properties, so that a copy of the context has them too. */
const onDemand = {
  send: {
    enumerable: true,
    get(this: OfTry): AnySends {
      return this[ofTry].send;
    },
  },
  log: {
    enumerable: true,
    get(this: OfTry): Logger {
      return this[ofTry].log;
    },
  },
  signal: {
    enumerable: true,
    get(this: OfTry): AbortSignal {
      return this[ofTry].options.deadline.signal;
    },
  },
} as const;

/**
 * The same functions for every context: getters in an object literal are made anew for each, and so is the object's shape,
 * which then is garbage that only the slow collection takes.
 */
function contextOf(open: OpenTry): AnyContext {
  const { tx = noTransaction, attempt } = open.options;
  const ctx = { tx, attempt, [ofTry]: open };
  Object.defineProperty(ctx, 'send', onDemand.send);
  Object.defineProperty(ctx, 'log', onDemand.log);
  Object.defineProperty(ctx, 'signal', onDemand.signal);
  // The compiler does not see what `defineProperty` adds.
  return ctx as typeof ctx & AnyContext;
}
