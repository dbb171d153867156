import { headerBytes } from '../header-text.ts';
import type { OutgoingRecord, StoredRecord } from '../transport.ts';
import type { DeadReason } from './failure.ts';

/** Who gave a record up, when and why. */
export interface Death {
  readonly reason: DeadReason;
  readonly error: unknown;
  /** Delivery attempts, the last one included. */
  readonly attempts: number;
  readonly firstFailedAt: Date;
  readonly deadAt: Date;
  /** Consumer group. */
  readonly group: string;
  readonly service: string;
  readonly serviceVersion: string;
}

/** UTF-8 bytes at most, so that the whole set stays below 4 KB. */
const longest = { name: 256, version: 64, message: 1024 } as const;

/**
 * The dead letter of a record: key, value and headers as they were, and why it is dead. Headers of an earlier death are
 * replaced, except for those that count its redrives.
 */
export function deadLetterOf(record: StoredRecord, death: Death): OutgoingRecord {
  const headers = new Map(record.headers);
  for (const [name, text] of deathHeaders(record, death)) headers.set(name, headerBytes(text));
  return { topic: `${record.topic}.dlt`, key: record.key, value: record.value, headers };
}

function deathHeaders(record: StoredRecord, death: Death): readonly (readonly [string, string])[] {
  const errorClass = death.error instanceof Error ? textOf(death.error.name) : typeof death.error;
  const message = textOf(death.error instanceof Error ? death.error.message : death.error);
  return [
    ['dlq_original_topic', truncated(record.topic, longest.name)],
    ['dlq_original_partition', String(record.partition)],
    ['dlq_original_offset', String(record.offset)],
    ['dlq_original_timestamp', String(record.timestamp)],
    ['dlq_group', truncated(death.group, longest.name)],
    ['dlq_service', truncated(death.service, longest.name)],
    ['dlq_service_version', truncated(death.serviceVersion, longest.version)],
    ['dlq_reason', death.reason],
    ['dlq_error_class', truncated(errorClass, longest.name)],
    ['dlq_error_message', truncated(message, longest.message)],
    ['dlq_error_fingerprint', fingerprint(errorClass, message)],
    ['dlq_attempts', String(death.attempts)],
    ['dlq_first_failed_at', death.firstFailedAt.toISOString()],
    ['dlq_dead_at', death.deadAt.toISOString()],
  ];
}

/** Handlers may throw anything, and a record that cannot be buried would stop its partition. */
function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return '(a thrown object that cannot be shown as text)';
  }
}

/** The text's beginning, in at most so many bytes of UTF-8, cut between characters. */
function truncated(text: string, bytes: number): string {
  const target = new Uint8Array(bytes);
  const { read } = new TextEncoder().encodeInto(text, target);
  return text.slice(0, read);
}

/**
 * The same for errors that differ in numbers and ids only, so that dead letters can be grouped. FNV-1a, 64 bits, 16
 * hexadecimal digits.
 */
function fingerprint(errorClass: string, message: string): string {
  const shape = `${errorClass}:${message.replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\d+/gi, '#')}`;
  let hash = 0xcbf29ce484222325n;
  for (const byte of headerBytes(truncated(shape, longest.message))) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
