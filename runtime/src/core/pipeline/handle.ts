import type { Logger } from '../client.ts';
import type { Sql } from '../database.ts';
import { eventLogger } from '../event-logger.ts';
import { noTransaction } from '../no-transaction.ts';
import type { Cause, SendsFor } from '../sender.ts';
import type { SentRecords } from '../sent-records.ts';
import type { Wait } from '../wait.ts';
import { startDeadline } from './deadline.ts';
import type { Decoded } from './decode.ts';
import { watchSends } from './watched-sends.ts';

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
    const cause = { id, correlationId, trace, ordinal: countOrdinals() };
    const sends = watchSends(sendsFor({ cause, sent: transaction?.sent }), work, deadline.signal);
    const tx = transaction?.tx ?? noTransaction;
    try {
      await deadline.race(
        run({ send: sends.sends, tx, log: eventLogger(log, event), signal: deadline.signal, attempt }),
      );
      await sends.settled();
    } finally {
      deadline.end();
      await sends.end();
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
