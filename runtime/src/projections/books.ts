import type { Accounting } from '../core/client.ts';

/** What became of records. */
export interface Outcome {
  readonly applied: number;
  readonly deduplicated: number;
  /** Without a handler, or unreadable. */
  readonly ignored: number;
}

/** Counts what this process does for a projection. */
export interface Books {
  received(records: number): void;
  settled(outcome: Outcome): void;
  /** Given back unfinished; they no longer count as received here. */
  givenBack(records: number): void;
  read(): Accounting;
}

export function openBooks(): Books {
  let received = 0;
  let applied = 0;
  let deduplicated = 0;
  let ignored = 0;
  return {
    received: (records) => {
      received += records;
    },
    settled: (outcome) => {
      applied += outcome.applied;
      deduplicated += outcome.deduplicated;
      ignored += outcome.ignored;
    },
    givenBack: (records) => {
      received -= records;
    },
    read: () => {
      const inFlight = received - applied - deduplicated - ignored;
      return { received, applied, ignored, deduplicated, parked: 0, dead: 0, inFlight, waiting: 0 };
    },
  };
}
