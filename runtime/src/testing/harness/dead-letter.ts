import { textOf } from '../../core/headers.ts';
import type { StoredRecord } from '../../core/transport.ts';

/** A message that an application has given up, and why. */
export interface DeadLetter {
  /** As clients send it; undefined where the record is no message of the contracts, or cannot be read as one. */
  readonly name: string | undefined;
  readonly key: unknown;
  readonly value: unknown;
  /** The consumer group that gave it up. */
  readonly group: string;
  /** As in the header `dlq_reason`. */
  readonly reason: string;
  /** What the error said. */
  readonly error: string;
  readonly attempts: number;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** What the headers of a dead letter say. */
export type Death = Omit<DeadLetter, 'name' | 'key' | 'value'>;

/** Undefined where the record is no dead letter. */
export function deathOf(letter: StoredRecord): Death | undefined {
  const header = (name: string): string => textOf(letter.headers, `dlq_${name}`) ?? '';
  const topic = header('original_topic');
  if (letter.topic !== `${topic}.dlt`) return undefined;
  return {
    group: header('group'),
    reason: header('reason'),
    error: header('error_message'),
    attempts: Number(header('attempts')),
    topic,
    partition: Number(header('original_partition')),
    offset: BigInt(header('original_offset')),
  };
}

/** The record that a death is about. */
export function isAbout(death: Death, record: StoredRecord): boolean {
  return death.topic === record.topic && death.partition === record.partition && death.offset === record.offset;
}

export function deathsAmong(records: readonly StoredRecord[]): readonly Death[] {
  return records.map(deathOf).filter((death) => death !== undefined);
}
