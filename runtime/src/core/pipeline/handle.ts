import type { Sent } from '../application.ts';
import { RuntimeError } from '../errors.ts';
import type { AnySend, AnySends } from '../routes.ts';
import type { Cause, SendsFor } from '../sender.ts';
import type { Decoded } from './decode.ts';
import { type HeardPromise, heardPromise } from './heard-promise.ts';

/** Runs the handler of an event once. `attempt` counts from 1. */
export type Handle = (decoded: Decoded, attempt: number, signal: AbortSignal) => Promise<void>;

/**
 * A handler has done its work when all it sent is durable, also what it did not wait for. What it tries to send after
 * that, or after its work stopped to count, is refused.
 */
export function createHandle(sendsFor: SendsFor): Handle {
  return async ({ event, trace, run }, attempt, signal) => {
    const { id, correlationId } = event;
    const sends = watch(sendsFor({ id, correlationId, trace, ordinal: countOrdinals() }), event.name, signal);
    try {
      await run({ send: sends.sends, signal, attempt });
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

interface WatchedSends {
  readonly sends: AnySends;
  /** Rejects if a send fails that is still under way, or one has failed that nobody listened to. */
  settled(): Promise<void>;
  /** Refuses sends from now on and waits until none is under way, so that a retry does not overtake it. */
  end(): Promise<void>;
}

function watch(sends: AnySends, eventName: string, signal: AbortSignal): WatchedSends {
  const underWay = new Set<Promise<Sent>>();
  const failures: { readonly error: unknown; readonly heard: HeardPromise<Sent> }[] = [];
  let ended = false;

  const watched =
    (send: AnySend): AnySend =>
    (message) => {
      if (ended) return Promise.reject(tooLate(eventName, signal));
      const sent = Promise.resolve().then(() => {
        signal.throwIfAborted();
        return send(message);
      });
      const heard = heardPromise(sent);
      underWay.add(sent);
      const leave = (): boolean => underWay.delete(sent);
      sent.then(leave, (error: unknown) => leave() && failures.push({ error, heard }));
      return heard.promise;
    };

  return {
    sends: Object.fromEntries(Object.entries(sends).map(([name, send]) => [name, watched(send)])),
    settled: async () => {
      await Promise.all(underWay);
      const unheard = failures.find(({ heard }) => !heard.isHeard);
      if (unheard !== undefined) throw unheard.error;
    },
    end: async () => {
      ended = true;
      await Promise.allSettled(underWay);
    },
  };
}

function tooLate(eventName: string, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  return new RuntimeError(
    'HANDLER_ENDED',
    `the handler of ${eventName} sends after it has returned; await ctx.send before returning`,
  );
}
