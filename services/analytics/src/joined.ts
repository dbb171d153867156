import type { Accounting, Running } from '@eventwright/runtime';

/** Several that run, as one: sums of what they count, and the first failure. */
export function joined(parts: readonly Running[], close: () => Promise<void>): Running {
  const sum = (count: keyof Accounting): number =>
    parts.reduce((total, { accounting }) => total + accounting[count], 0);
  return {
    get accounting() {
      return {
        received: sum('received'),
        applied: sum('applied'),
        ignored: sum('ignored'),
        deduplicated: sum('deduplicated'),
        parked: sum('parked'),
        dead: sum('dead'),
        inFlight: sum('inFlight'),
        waiting: sum('waiting'),
      };
    },
    get status() {
      const all = parts.map(({ status }) => status);
      return {
        partitions: all.flatMap(({ partitions }) => partitions),
        outage: all.find(({ outage }) => outage !== undefined)?.outage,
        stalled: all.flatMap(({ stalled }) => stalled),
        lost: all.flatMap(({ lost }) => lost),
      };
    },
    get failure() {
      return parts.find(({ failure }) => failure !== undefined)?.failure;
    },
    failed: Promise.race(parts.map(({ failed }) => failed)),
    close,
  };
}
