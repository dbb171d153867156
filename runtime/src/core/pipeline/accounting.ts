import type { Accounting } from '../client.ts';

/** What becomes of a record. */
export type Outcome = 'applied' | 'ignored' | 'deduplicated' | 'parked' | 'dead';

/** Counts records so that received = the sum of all outcomes + in flight holds at every moment. */
export interface Book {
  /** A copy of the counts. */
  read(): Accounting;
  received(): void;
  done(outcome: Outcome): void;
  /** Records given back unfinished, since their claim has ended. They are received once more, so they no longer count. */
  returned(records: number): void;
  waiting(): void;
  resumed(): void;
}

export function openBook(): Book {
  const counts = { received: 0, applied: 0, ignored: 0, deduplicated: 0, parked: 0, dead: 0, inFlight: 0, waiting: 0 };
  return {
    read: () => ({ ...counts }),
    received: () => {
      counts.received += 1;
      counts.inFlight += 1;
    },
    done: (outcome) => {
      counts.inFlight -= 1;
      counts[outcome] += 1;
    },
    returned: (records) => {
      counts.received -= records;
      counts.inFlight -= records;
    },
    waiting: () => {
      counts.waiting += 1;
    },
    resumed: () => {
      counts.waiting -= 1;
    },
  };
}
