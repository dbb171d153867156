import type { Logger } from '../client.ts';
import type { Sql } from '../database.ts';
import type { AnySends } from '../routes.ts';
import type { Cause, SendsFor } from '../sender.ts';
import type { SentRecords } from '../sent-records.ts';
import type { Wait } from '../wait.ts';
import { startDeadline } from './deadline.ts';
import type { Decoded } from './decode.ts';
import { openContext } from './try-context.ts';

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
    const work = `the handler of ${event.name}`;
    const deadline = startDeadline({ timeout, signal, wait, work });
    const makeSends = (): AnySends => {
      const { id, correlationId } = event;
      const cause = { id, correlationId, trace, ordinal: countOrdinals() };
      return sendsFor({ cause, sent: transaction?.sent });
    };
    const open = openContext({ event, attempt, tx: transaction?.tx, deadline, log, work, makeSends });
    try {
      await deadline.race(run(open.ctx));
      const settled = open.settled();
      if (settled !== undefined) await settled;
    } finally {
      deadline.end();
      const ended = open.end();
      if (ended !== undefined) await ended;
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
