import type { Fact, Reading, Telemetry, Work, WorkEnd } from '../telemetry.ts';
import type { WireHeaders } from '../transport.ts';

export interface RecordedWork {
  readonly work: Work;
  /** Undefined while it is under way. */
  end: WorkEnd | undefined;
}

/** A telemetry that keeps what it hears. */
export interface RecordingTelemetry extends Telemetry {
  readonly works: readonly RecordedWork[];
  readonly facts: readonly Fact[];
  /** Of everybody who is watched. */
  readings(): Promise<readonly Reading[]>;
}

/** `traceOf` makes the trace context that a work hands on. Default: none. */
export function recordingTelemetry(traceOf: (work: Work) => WireHeaders = () => new Map()): RecordingTelemetry {
  const works: RecordedWork[] = [];
  const facts: Fact[] = [];
  const sources = new Set<() => Promise<readonly Reading[]>>();
  return {
    works,
    facts,
    readings: async () => (await Promise.all([...sources].map((read) => read()))).flat(),
    start: (work) => {
      const recorded: RecordedWork = { work, end: undefined };
      works.push(recorded);
      return {
        trace: traceOf(work),
        within: (run) => run(),
        end: (end) => {
          recorded.end = end;
        },
      };
    },
    tell: (fact) => facts.push(fact),
    watch: (read) => {
      sources.add(read);
      return () => sources.delete(read);
    },
  };
}
