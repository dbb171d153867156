import { RuntimeError } from '../core/errors.ts';
import type { TopicSpec } from '../core/transport.ts';

/** What this log makes of a topic's configuration; it ignores the rest. */
export interface TopicSettings {
  /** `max.message.bytes`: longest record, in bytes as stored. */
  readonly maxRecordBytes: number;
  /** `segment.bytes`: a segment that would grow beyond it is followed by a new one. At most 64 MiB. */
  readonly segmentBytes: number;
  /** `retention.ms`: records older than this are removed, a whole segment at a time. */
  readonly retentionMs: number;
  /** `retention.bytes`: the oldest segments are removed while the rest of the partition holds at least this much. */
  readonly retentionBytes: number;
}

/** As in Kafka. */
const DEFAULT_MAX_RECORD_BYTES = 1_048_588;

/** A segment is read in one piece when the log is opened. */
const MAX_SEGMENT_BYTES = 64 << 20;

const TOPIC_NAME = /^[a-zA-Z0-9._-]{1,249}$/;

/** Checks what comes from outside, before any path is made of it. */
export function checkTopicSpec({ topic, partitions }: Pick<TopicSpec, 'topic' | 'partitions'>): void {
  if (!TOPIC_NAME.test(topic) || topic === '.' || topic === '..') {
    throw new RuntimeError(
      'CONFIGURATION_INVALID',
      `'${topic}' cannot name a topic: use 1 to 249 of the characters a-z, A-Z, 0-9, '.', '_' and '-', and not '.' ` +
        "or '..' alone.",
    );
  }
  if (!Number.isInteger(partitions) || partitions < 1 || partitions > 10_000) {
    throw new RuntimeError(
      'CONFIGURATION_INVALID',
      `Topic '${topic}' is to have ${partitions} partitions: give a whole number from 1 to 10,000.`,
    );
  }
}

/** Reads a topic's configuration. A compacted topic keeps its records: retention is not for it. */
export function topicSettings(
  { topic, config }: Pick<TopicSpec, 'topic' | 'config'>,
  defaults: Omit<TopicSettings, 'maxRecordBytes'>,
): TopicSettings {
  const number = (name: string, fallback: number): number => numberOf(topic, name, config[name]) ?? fallback;
  const retained = config['cleanup.policy'] === 'compact';
  return {
    maxRecordBytes: number('max.message.bytes', DEFAULT_MAX_RECORD_BYTES),
    segmentBytes: Math.min(number('segment.bytes', defaults.segmentBytes), MAX_SEGMENT_BYTES),
    retentionMs: retained ? Number.POSITIVE_INFINITY : number('retention.ms', defaults.retentionMs),
    retentionBytes: retained ? Number.POSITIVE_INFINITY : number('retention.bytes', defaults.retentionBytes),
  };
}

/** A configured number; -1 stands for no limit. */
function numberOf(topic: string, name: string, text: string | undefined): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  const value = /^(-1|\d{1,15})$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) {
    throw new RuntimeError(
      'CONFIGURATION_INVALID',
      `Topic '${topic}' sets '${name}' to '${text}': give a whole number, or -1 for no limit.`,
    );
  }
  return value === -1 ? Number.POSITIVE_INFINITY : value;
}
