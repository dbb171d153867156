import { describe, expect, it } from 'vitest';
import { quietTelemetry } from './quiet-telemetry.ts';
import type { Activity, Fact, Telemetry, Work } from './telemetry.ts';
import { recordingLogger } from './testing/recording-logger.ts';

const relay: Work = { kind: 'relay', records: [] };
const stalled: Fact = { kind: 'stalled', group: 'orders' };

const trace = (text: string) => new Map([['traceparent', new TextEncoder().encode(text)]]);

interface Heard extends Telemetry {
  readonly heard: string[];
}

/** A telemetry that keeps what it hears, except for what a test replaces. */
function hearing(replaced: Partial<Telemetry & Activity> = {}): Heard {
  const heard: string[] = [];
  const activity: Activity = {
    trace: trace('own'),
    within: (work) => {
      heard.push('within');
      return work();
    },
    end: ({ error }) => heard.push(error === undefined ? 'end' : `end ${error}`),
    ...replaced,
  };
  return {
    heard,
    start: (work) => {
      heard.push(`start ${work.kind}`);
      return activity;
    },
    tell: (fact) => heard.push(fact.kind === 'dropped' ? `${fact.kind} ${fact.cause} ${fact.calls}` : fact.kind),
    watch: () => () => heard.push('unwatched'),
    ...replaced,
  };
}

const boom = (): never => {
  throw new Error('boom');
};

const brokenTrace = new Map<string, Uint8Array>();
brokenTrace[Symbol.iterator] = boom;

describe('quietTelemetry', () => {
  it('tells every telemetry', async () => {
    const [one, two] = [hearing(), hearing()];
    const telemetry = quietTelemetry([one, two], recordingLogger());
    const activity = telemetry.start(relay);
    await expect(activity.within(async () => 7)).resolves.toBe(7);
    activity.end({});
    telemetry.tell(stalled);
    telemetry.watch(async () => [])();
    const all = ['start relay', 'within', 'end', 'stalled', 'unwatched'];
    expect([one.heard, two.heard]).toEqual([all, all]);
  });

  it('costs no call and hands on no trace where there is none', async () => {
    const activity = quietTelemetry([], recordingLogger()).start(relay);
    expect(activity).toBe(quietTelemetry(undefined, recordingLogger()).start(relay));
    expect(activity.trace.size).toBe(0);
    await expect(activity.within(async () => 'done')).resolves.toBe('done');
  });

  it.each([
    ['start', { start: boom }],
    ['within', { within: boom }],
    ['end', { end: boom }],
    ['tell', { tell: boom }],
    ['watch', { watch: boom }],
    ['the trace', { trace: brokenTrace }],
  ])('goes on as if nothing had happened when %s throws', async (_, replaced: Partial<Telemetry & Activity>) => {
    const [broken, sound] = [hearing(replaced), hearing()];
    const log = recordingLogger();
    const telemetry = quietTelemetry([broken, sound], log);
    for (const round of [1, 2]) {
      const activity = telemetry.start(relay);
      expect(activity.trace.get('traceparent')).toEqual(trace('own').get('traceparent'));
      await expect(activity.within(async () => round)).resolves.toBe(round);
      activity.end({ error: 'why' });
      telemetry.tell(stalled);
      telemetry.watch(async () => [])();
    }
    expect(sound.heard.filter((said) => said !== 'dropped threw 1')).toEqual(
      [1, 2].flatMap(() => ['start relay', 'within', 'end why', 'stalled', 'unwatched']),
    );
  });

  it('counts each call that threw and logs it once', () => {
    const sound = hearing();
    const log = recordingLogger();
    const telemetry = quietTelemetry([hearing({ tell: boom }), sound], log);
    for (let round = 0; round < 3; round += 1) telemetry.tell(stalled);
    expect(sound.heard.filter((said) => said === 'dropped threw 1')).toHaveLength(3);
    expect(log.lines).toHaveLength(1);
  });

  it('counts what is rejected by a function that should return at once', async () => {
    const sound = hearing();
    const rejecting: unknown = () => Promise.reject(new Error('later'));
    // What a program without types may give.
    const telemetry = quietTelemetry([hearing({ tell: rejecting as Telemetry['tell'] }), sound], recordingLogger());
    telemetry.tell(stalled);
    await expect.poll(() => sound.heard).toContain('dropped threw 1');
  });

  it('does not tell of a failure to tell of a failure', async () => {
    let told = 0;
    const rejecting: unknown = () => {
      told += 1;
      // Else a mistake here would never end.
      return told > 100 ? undefined : Promise.reject(new Error('later'));
    };
    const telemetry = quietTelemetry([hearing({ tell: rejecting as Telemetry['tell'] })], recordingLogger());
    telemetry.tell(stalled);
    await new Promise(setImmediate);
    expect(told).toBe(2);
  });

  it('runs the work once, whatever a telemetry makes of it', async () => {
    const twice = hearing({ within: async (work) => work().then(work) });
    const never = hearing({ within: () => new Promise(() => undefined) });
    let runs = 0;
    const activity = quietTelemetry([twice, never], recordingLogger()).start(relay);
    const work = async () => {
      runs += 1;
      return runs;
    };
    await expect(activity.within(work)).resolves.toBe(1);
    expect(runs).toBe(1);
  });

  it('passes on what the work rejects with', async () => {
    const derives = hearing({ within: async (work) => await work() });
    const activity = quietTelemetry([derives], recordingLogger()).start(relay);
    await expect(activity.within(() => Promise.reject(new Error('the handler')))).rejects.toThrow('the handler');
  });

  it('leaves a telemetry that is slow out for ten seconds, counts what it misses and logs it once', () => {
    let now = 0;
    const slow = hearing({ start: () => boom() });
    const sluggish: Telemetry = {
      ...slow,
      tell: (fact) => {
        slow.tell(fact);
        if (fact.kind === 'stalled') now += 101;
      },
    };
    const sound = hearing();
    const log = recordingLogger();
    const telemetry = quietTelemetry([sluggish, sound], log, () => now);
    for (let round = 0; round < 4; round += 1) telemetry.tell(stalled);
    expect(slow.heard).toEqual(['stalled']);
    now += 10_000;
    telemetry.tell(stalled);
    expect(slow.heard).toEqual(['stalled', 'dropped slow 3', 'stalled']);
    expect(sound.heard.filter((said) => said === 'stalled')).toHaveLength(5);
    expect(log.lines).toHaveLength(1);
  });

  it('does not take the work for its telemetry when it measures how slow that is', async () => {
    let now = 0;
    const patient = hearing();
    const telemetry = quietTelemetry([patient], recordingLogger(), () => now);
    await telemetry.start(relay).within(async () => {
      now += 60_000;
    });
    telemetry.tell(stalled);
    expect(patient.heard).toContain('stalled');
  });

  it('gives no readings where reading fails', async () => {
    const readings: unknown[] = [];
    const reader = hearing({
      watch: (read) => {
        void read().then((read) => readings.push(read));
        return () => undefined;
      },
    });
    quietTelemetry([reader], recordingLogger()).watch(() => Promise.reject(new Error('away')));
    await expect.poll(() => readings).toEqual([[]]);
  });
});
