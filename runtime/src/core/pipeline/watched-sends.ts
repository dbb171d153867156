import type { Sent } from '../application.ts';
import { RuntimeError } from '../errors.ts';
import type { AnySend, AnySends } from '../routes.ts';
import type { Deadline } from './deadline.ts';
import { type HeardPromise, heardPromise } from './heard-promise.ts';

/** Sends of a piece of work, which is done when all of them are. */
export interface WatchedSends {
  readonly sends: AnySends;
  /** Rejects if a send fails that is still under way, or one has failed that nobody listened to. */
  settled(): Promise<void>;
  /** Refuses sends from now on and waits until none is under way, so that a retry does not overtake it. */
  end(): Promise<void>;
}

/**
 * `make` gives what is watched, when it is first used. `work` is what errors call it. Once the signal of its deadline is
 * aborted it no longer counts, and its sends are refused.
 */
export function watchSends(make: () => AnySends, work: string, deadline?: Pick<Deadline, 'signal'>): WatchedSends {
  let made: AnySends | undefined;
  const underWay = new Set<Promise<Sent>>();
  const failures: { readonly error: unknown; readonly heard: HeardPromise<Sent> }[] = [];
  let ended = false;

  const watched =
    (send: AnySend): AnySend =>
    (message) => {
      if (ended) return Promise.reject(tooLate(work, deadline?.signal));
      const sent = Promise.resolve().then(() => {
        deadline?.signal.throwIfAborted();
        return send(message);
      });
      const heard = heardPromise(sent);
      underWay.add(sent);
      const leave = (): boolean => underWay.delete(sent);
      sent.then(leave, (error: unknown) => leave() && failures.push({ error, heard }));
      return heard.promise;
    };

  return {
    get sends() {
      made ??= Object.fromEntries(Object.entries(make()).map(([name, send]) => [name, watched(send)]));
      return made;
    },
    settled: async () => {
      if (underWay.size > 0) await Promise.all(underWay);
      const unheard = failures.find(({ heard }) => !heard.isHeard);
      if (unheard !== undefined) throw unheard.error;
    },
    end: async () => {
      ended = true;
      if (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}

function tooLate(work: string, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return signal.reason;
  return new RuntimeError('HANDLER_ENDED', `${work} sends after it has returned; await each send before returning`);
}
