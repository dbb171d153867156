import type { OutgoingRecord } from './transport.ts';

/** What is sent inside a transaction, in the order of the calls, until it can be entered into the outbox. */
export interface SentRecords {
  /** Keeps a place for a record that is yet to be encoded. */
  reserve(): (record: OutgoingRecord) => void;
  /** Those that there are by now. */
  all(): readonly OutgoingRecord[];
}

export function sentRecords(): SentRecords {
  const places: (OutgoingRecord | undefined)[] = [];
  return {
    reserve: () => {
      const place = places.push(undefined) - 1;
      return (record) => {
        places[place] = record;
      };
    },
    all: () => places.filter((record) => record !== undefined),
  };
}
