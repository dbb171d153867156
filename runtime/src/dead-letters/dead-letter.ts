import { headerText } from '../core/header-text.ts';
import type { RecordPosition, StoredRecord } from '../core/transport.ts';

/** A record of a dead letter topic, with what its headers say. */
export interface DeadLetter {
  /** Names it: `orders.dlt/0/12`. */
  readonly id: string;
  readonly record: StoredRecord;
  /** Where it stood when it was given up. */
  readonly original: RecordPosition;
  /** Consumer group that gave it up. */
  readonly group: string;
  readonly service: string;
  readonly reason: string;
  readonly errorClass: string;
  readonly errorMessage: string;
  /** The same for errors that differ in numbers and ids only. */
  readonly fingerprint: string;
  readonly attempts: number;
  readonly firstFailedAt: Date | undefined;
  readonly deadAt: Date;
  /** `ce_id`, where it has one. */
  readonly eventId: string | undefined;
  /** Message type (`ce_type`), where it has one. */
  readonly type: string | undefined;
  /** How often it was redriven before it died this time. */
  readonly replayCount: number;
  /** The dead letter whose redrive died with this one. */
  readonly replayOf: string | undefined;
}

/** Reads a record of a dead letter topic; undefined where it is none of ours. */
export function deadLetterFrom(record: StoredRecord): DeadLetter | undefined {
  const text = (name: string): string | undefined => textOf(record, name);
  const topic = text('dlq_original_topic');
  const [partition, offset] = [wholeNumber(text('dlq_original_partition')), wholeNumber(text('dlq_original_offset'))];
  const [group, reason] = [text('dlq_group'), text('dlq_reason')];
  if (topic === undefined || partition === undefined || offset === undefined) return undefined;
  if (group === undefined || reason === undefined) return undefined;
  return {
    id: `${record.topic}/${record.partition}/${record.offset}`,
    record,
    original: { topic, partition: Number(partition), offset },
    group,
    service: text('dlq_service') ?? '',
    reason,
    errorClass: text('dlq_error_class') ?? '',
    errorMessage: text('dlq_error_message') ?? '',
    fingerprint: text('dlq_error_fingerprint') ?? '',
    attempts: Number(wholeNumber(text('dlq_attempts')) ?? 0n),
    firstFailedAt: dateOf(text('dlq_first_failed_at')),
    deadAt: dateOf(text('dlq_dead_at')) ?? new Date(record.timestamp),
    eventId: text('ce_id'),
    type: text('ce_type'),
    replayCount: Number(wholeNumber(text('dlq_replay_count')) ?? 0n),
    replayOf: text('dlq_replay_id'),
  };
}

/** Whoever wrote it: what is no text says nothing. */
function textOf({ headers }: StoredRecord, name: string): string | undefined {
  const bytes = headers.get(name);
  if (bytes === undefined) return undefined;
  try {
    return headerText(name, bytes);
  } catch {
    return undefined;
  }
}

function wholeNumber(text: string | undefined): bigint | undefined {
  return text !== undefined && /^\d{1,19}$/.test(text) ? BigInt(text) : undefined;
}

function dateOf(text: string | undefined): Date | undefined {
  const date = new Date(text ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
