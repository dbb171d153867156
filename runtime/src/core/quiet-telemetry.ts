import type { Logger } from './client.ts';
import type { Activity, Fact, Telemetry, Work } from './telemetry.ts';

/** A call that takes longer than this, in milliseconds, is slow, */
const patience = 100;
/** and its telemetry is then left out for so long. */
const pause = 10_000;

const noHeaders = new Map<string, Uint8Array>();
const silentActivity: Activity = { trace: noHeaders, within: (work) => work(), end: () => undefined };

/** Says nothing to nobody. */
export const silentTelemetry: Telemetry = {
  start: () => silentActivity,
  tell: () => undefined,
  watch: () => () => undefined,
};

/** Milliseconds that only grow. */
export type Monotonic = () => number;

/**
 * Several telemetries as one, each kept from changing what happens: what it throws is dropped, and one that was slow is
 * left out for a while. Both are counted, by a fact of their own, and logged once for each telemetry.
 */
export function quietTelemetry(
  telemetries: readonly Telemetry[] | undefined,
  log: Logger,
  now: Monotonic = () => performance.now(),
): Telemetry {
  if (telemetries === undefined || telemetries.length === 0) return silentTelemetry;
  const dropped = (fact: Fact): void => {
    for (const guard of guards) guard.mention(fact);
  };
  const guards = telemetries.map((telemetry) => guardOf(telemetry, { log, now, dropped }));
  const tellAll = (fact: Fact): void => {
    for (const guard of guards) guard.call((telemetry) => telemetry.tell(fact));
  };
  return {
    start: (work) => startAll(guards, work),
    tell: tellAll,
    watch: (read) => {
      const quietRead = async () => read().catch(() => []);
      const ends = guards.map((guard) => ({
        guard,
        end: guard.callUntimed((telemetry) => telemetry.watch(quietRead)),
      }));
      return () => {
        for (const { guard, end } of ends) guard.callUntimed(() => end?.());
      };
    },
  };
}

interface Guard {
  /** Undefined where the call has failed, or was left out. */
  call<T>(ask: (telemetry: Telemetry) => T): T | undefined;
  /** The same for a call that is never left out, since it must not be missed or its duration is not the telemetry's own. */
  callUntimed<T>(ask: (telemetry: Telemetry) => T): T | undefined;
  /** Tells a fact about failures. Where that fails too, at once or later, nobody hears of it: that would never end. */
  mention(fact: Fact): void;
}

interface GuardOptions {
  readonly log: Logger;
  readonly now: Monotonic;
  dropped(fact: Fact): void;
}

function guardOf(telemetry: Telemetry, { log, now, dropped }: GuardOptions): Guard {
  const logged = new Set<string>();
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let leftOut = 0;

  const say = (message: string, details: object): void => {
    if (logged.has(message)) return;
    logged.add(message);
    log.warn(details, `${message}; the work goes on without it, and this is counted but not said again`);
  };
  const threw = (error: unknown): void => {
    say('telemetry has thrown', { err: error });
    dropped({ kind: 'dropped', cause: 'threw', calls: 1 });
  };

  const callUntimed = <T>(ask: (telemetry: Telemetry) => T): T | undefined => {
    try {
      const answer = ask(telemetry);
      // Functions that should return at once may be asynchronous all the same.
      if (answer instanceof Promise) answer.catch(threw);
      return answer;
    } catch (error) {
      threw(error);
      return undefined;
    }
  };

  return {
    callUntimed,
    mention: (fact) => {
      if (now() < pausedUntil) return;
      try {
        const answer: unknown = telemetry.tell(fact);
        if (answer instanceof Promise) answer.catch(() => undefined);
      } catch {
        // The failure that it is about was said already.
      }
    },
    call: (ask) => {
      const start = now();
      if (start < pausedUntil) {
        leftOut += 1;
        return undefined;
      }
      if (leftOut > 0) {
        const calls = leftOut;
        leftOut = 0;
        dropped({ kind: 'dropped', cause: 'slow', calls });
      }
      const answer = callUntimed(ask);
      const took = now() - start;
      if (took > patience) {
        pausedUntil = now() + pause;
        say('telemetry is slow', { milliseconds: Math.round(took), leftOutFor: pause });
      }
      return answer;
    },
  };
}

function startAll(guards: readonly Guard[], work: Work): Activity {
  const started = guards.flatMap((guard) => {
    const activity = guard.call((telemetry) => telemetry.start(work));
    return activity === undefined ? [] : [{ guard, activity }];
  });
  if (started.length === 0) return silentActivity;
  return {
    get trace() {
      return new Map(started.flatMap(({ guard, activity }) => guard.call(() => [...activity.trace]) ?? []));
    },
    within: (work) => {
      // Each telemetry wraps the one before.
      const wrapped = started.reduce(
        (inner, { guard, activity }) =>
          () =>
            withinOne(guard, activity, inner),
        work,
      );
      return wrapped();
    },
    end: (end) => {
      for (const { guard, activity } of started) guard.call(() => activity.end(end));
    },
  };
}

/** Calls the work once, whether or not the telemetry does. */
function withinOne<T>(guard: Guard, activity: Activity, work: () => Promise<T>): Promise<T> {
  let called: Promise<T> | undefined;
  const once = (): Promise<T> => {
    called ??= work();
    return called;
  };
  const returned = guard.callUntimed(() => ({ promise: activity.within(once) }));
  // What the work rejects with is heard by whoever asked for it.
  if (returned?.promise instanceof Promise) returned.promise.catch(() => undefined);
  return once();
}
