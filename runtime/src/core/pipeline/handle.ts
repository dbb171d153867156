import type { Logger } from '../client.ts';
import type { Sql } from '../database.ts';
import { eventLogger } from '../event-logger.ts';
import { noTransaction } from '../no-transaction.ts';
import type { AnyContext, AnySends } from '../routes.ts';
import type { Cause, SendsFor } from '../sender.ts';
import type { SentRecords } from '../sent-records.ts';
import type { Wait } from '../wait.ts';
import { startDeadline } from './deadline.ts';
import type { Decoded } from './decode.ts';
import { type WatchedSends, watchSends } from './watched-sends.ts';

/** One try of a handler. */
export interface Try {
  /** Counts from 1. */
  readonly attempt: number;
  /** How long it may take, in milliseconds. */
  readonly timeout: number;
  /** Aborted when the work no longer counts. */
  readonly signal: AbortSignal;
  /** The transaction that it runs in, and what it sends as a part of that. */
  readonly transaction?: { readonly tx: Sql; readonly sent: SentRecords };
}

/** Runs the handler of an event once. */
export type Handle = (decoded: Decoded, given: Try) => Promise<void>;

/**
 * A handler has done its work when all it sent is durable or part of its transaction, also what it did not wait for. What
 * it tries to send after that, or after its work stopped to count, is refused.
 */
export function createHandle(sendsFor: SendsFor, wait: Wait, log: Logger): Handle {
  return async ({ event, trace, run }, { attempt, timeout, signal, transaction }) => {
    const { id, correlationId } = event;
    const work = `the handler of ${event.name}`;
    const deadline = startDeadline({ timeout, signal, wait, work });
    const sendsOfEvent = (): AnySends => {
      const cause = { id, correlationId, trace, ordinal: countOrdinals() };
      return sendsFor({ cause, sent: transaction?.sent });
    };
    let sends: WatchedSends | undefined;
    let isOver = false;
    let logger: Logger | undefined;
    // What a handler does not use is not made: together that costs more than a small handler.
    const ctx: AnyContext = {
      tx: transaction?.tx ?? noTransaction,
      attempt,
      get send() {
        sends ??= watchSends(sendsOfEvent, work, deadline);
        if (isOver) void sends.end();
        return sends.sends;
      },
      get log() {
        logger ??= eventLogger(log, event);
        return logger;
      },
      get signal() {
        return deadline.signal;
      },
    };
    try {
      await deadline.race(run(ctx));
      if (sends !== undefined) await sends.settled();
    } finally {
      isOver = true;
      deadline.end();
      if (sends !== undefined) await sends.end();
    }
  };
}

/** Counts sends by message and key: the same work in another order still derives the same ids. */
function countOrdinals(): Cause['ordinal'] {
  const counts = new Map<string, number>();
  return (message, key) => {
    const name = `${message} ${key.join(' ')}`;
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return count;
  };
}
