import type { TopicSpec } from '../core/transport.ts';
import { createGrowth } from './growth.ts';
import { createLogTransport, type LogTransport } from './log-transport.ts';
import { createMemoryOffsets } from './memory-offsets.ts';
import { decodeRecord, type LogRecord, sealBatch } from './record-codec.ts';
import type { LogStorage, LogTopic, PartitionLog } from './storage.ts';
import { topicSettings } from './topic-settings.ts';

const UNLIMITED = {
  segmentBytes: Number.POSITIVE_INFINITY,
  retentionMs: Number.POSITIVE_INFINITY,
  retentionBytes: Number.POSITIVE_INFINITY,
};

/** The embedded log without its files, for tests: it keeps everything until it is closed. */
export function openMemoryLog({ now = Date.now }: { readonly now?: () => number } = {}): LogTransport {
  const topics = new Map<string, LogTopic>();
  const storage: LogStorage = {
    topic: (name) => topics.get(name),
    async createTopic(spec) {
      const isNew = !topics.has(spec.topic);
      if (isNew) {
        topics.set(spec.topic, createTopic(spec));
      }
      return isNew;
    },
    offsets: createMemoryOffsets(),
    close: async () => topics.clear(),
  };
  return createLogTransport({ storage, now });
}

function createTopic({ topic, partitions, config }: TopicSpec): LogTopic {
  const { maxRecordBytes } = topicSettings({ topic, config }, UNLIMITED);
  return {
    name: topic,
    maxRecordBytes,
    partitions: Array.from({ length: partitions }, (_, partition) => createMemoryPartition(topic, partition)),
  };
}

function createMemoryPartition(topic: string, partition: number): PartitionLog {
  const frames: Buffer[] = [];
  const growth = createGrowth();
  return {
    topic,
    partition,
    start: 0,
    get end() {
      return frames.length;
    },
    async append(batch) {
      const base = frames.length;
      sealBatch(batch, base);
      frames.push(...batch.starts.map((start, index) => batch.bytes.subarray(start, batch.starts[index + 1])));
      growth.grew();
      return base;
    },
    async read(from, limit) {
      const records: LogRecord[] = [];
      let bytes = 0;
      for (const frame of frames.slice(from, from + limit.records)) {
        bytes += frame.length;
        if (records.length > 0 && bytes > limit.bytes) {
          break;
        }
        // A copy, so that a reader who writes into a record changes its own only.
        records.push(decodeRecord(Buffer.from(frame), 0));
      }
      return records;
    },
    grown: (offset, signal) => growth.until(() => frames.length > offset, signal),
  };
}
