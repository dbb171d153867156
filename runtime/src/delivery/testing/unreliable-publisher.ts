import type { OutgoingRecord, Publisher, RecordPosition } from '../../core/transport.ts';
import { textOf } from './records.ts';

/** A log that takes records, and fails as it is told to. */
export interface UnreliablePublisher extends Publisher {
  /** Everything appended, oldest first. */
  readonly appended: OutgoingRecord[];
  /** Values of a topic as text, in the order of the log. */
  values(topic: string): readonly string[];
  /** Calls so far. */
  readonly calls: (readonly OutgoingRecord[])[];
  /**
   * Called for each publishing: what it throws is the rejection. Of the records it returns so many are appended first,
   * those before them in their order, as when an answer is lost.
   */
  fail: (
    records: readonly OutgoingRecord[],
  ) => void | Promise<void> | { readonly appended: number; readonly error: Error };
}

export function createUnreliablePublisher(): UnreliablePublisher {
  const appended: OutgoingRecord[] = [];
  const calls: (readonly OutgoingRecord[])[] = [];
  const append = (records: readonly OutgoingRecord[]): readonly RecordPosition[] =>
    records.map((record) => ({ topic: record.topic, partition: 0, offset: BigInt(appended.push(record) - 1) }));
  const publisher: UnreliablePublisher = {
    appended,
    calls,
    values: (topic) => appended.filter((record) => record.topic === topic).map(({ value }) => textOf(value)),
    fail: () => undefined,
    publish: async (records) => {
      calls.push(records);
      const failure = await publisher.fail(records);
      if (failure !== undefined) {
        append(records.slice(0, failure.appended));
        throw failure.error;
      }
      return append(records);
    },
  };
  return publisher;
}

/** The list without what has been there before. */
export function firstOf(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
