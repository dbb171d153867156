import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Reading, Telemetry } from '../core/telemetry.ts';
import { inTime } from './in-time.ts';
import type { GaugeName, Labels } from './instruments.ts';

/** How often the event loop is looked at, in milliseconds. */
const resolution = 20;

export interface Level {
  readonly name: GaugeName;
  readonly value: number;
  readonly labels: Labels;
}

/** Sources of levels, looked at whenever somebody asks. */
export interface Readings {
  readonly watch: Telemetry['watch'];
  /** Levels of now, without those of sources that fail or hang. */
  read(): Promise<readonly Level[]>;
  close(): void;
}

type Source = () => Promise<readonly Reading[]>;

const none = (): readonly Reading[] => [];

/** Opens with one source, the event loop. Others may take `patience` milliseconds; what comes later is not waited for. */
export function openReadings(patience = 2_000): Readings {
  const delay = monitorEventLoopDelay({ resolution });
  delay.enable();
  const sources = new Set<Source>();

  const eventLoopLag = (): Level => {
    // The longest, not a percentile: one block of twenty seconds is one sample among hundreds.
    const late = delay.max / 1e6 - resolution;
    delay.reset();
    return { name: 'event_loop_lag', value: Math.max(0, late) / 1000, labels: {} };
  };

  return {
    watch: (read) => {
      const source = oneAtATime(read);
      sources.add(source);
      return () => sources.delete(source);
    },
    read: async () => {
      const levels = await Promise.all([...sources].map((source) => inTime(source().catch(none), patience, [])));
      return [eventLoopLag(), ...levels.flat().map(({ name, value, labels = {} }) => ({ name, value, labels }))];
    },
    close: () => {
      delay.disable();
      sources.clear();
    },
  };
}

/** A source that hangs is not asked again before it has answered, lest questions pile up. */
function oneAtATime(read: Source): Source {
  let underWay: Promise<readonly Reading[]> | undefined;
  return () => {
    underWay ??= read().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}
