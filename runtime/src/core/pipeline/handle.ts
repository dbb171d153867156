import { noTransaction } from '../no-transaction.ts';
import type { Cause, SendsFor } from '../sender.ts';
import type { Decoded } from './decode.ts';
import { watchSends } from './watched-sends.ts';

/** Runs the handler of an event once. `attempt` counts from 1. */
export type Handle = (decoded: Decoded, attempt: number, signal: AbortSignal) => Promise<void>;

/**
 * A handler has done its work when all it sent is durable, also what it did not wait for. What it tries to send after
 * that, or after its work stopped to count, is refused.
 */
export function createHandle(sendsFor: SendsFor): Handle {
  return async ({ event, trace, run }, attempt, signal) => {
    const { id, correlationId } = event;
    const cause = { id, correlationId, trace, ordinal: countOrdinals() };
    const sends = watchSends(sendsFor({ cause }), `the handler of ${event.name}`, signal);
    try {
      await run({ send: sends.sends, tx: noTransaction, signal, attempt });
      await sends.settled();
    } finally {
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
