import { RuntimeError } from '../core/errors.ts';
import { partitionOf } from '../core/partitioner.ts';
import type { OutgoingRecord, Publisher, RecordPosition } from '../core/transport.ts';
import { encodeBatch, recordBytes } from './record-codec.ts';
import { knownTopic, type LogStorage, type LogTopic, type PartitionLog } from './storage.ts';

/** Checks all records of a call before it appends the first. */
export function createPublisher(storage: LogStorage, now: () => number): Publisher {
  const turns = new Map<string, number>();

  function takeTurn(topic: string): number {
    const turn = turns.get(topic) ?? 0;
    turns.set(topic, turn + 1);
    return turn;
  }

  function destinationOf(record: OutgoingRecord): PartitionLog {
    const topic = knownTopic(storage, record.topic);
    checkSize(record, topic);
    const partition = partitionOf(record.key, topic.partitions.length, () => takeTurn(topic.name));
    const log = topic.partitions[partition];
    if (log === undefined) {
      throw new RangeError(`partition ${partition} of ${topic.partitions.length}`);
    }
    return log;
  }

  return {
    async publish(records) {
      const destinations = records.map(destinationOf);
      const nextOffsets = await appendEach(byDestination(records, destinations), now());
      return destinations.map((log): RecordPosition => {
        const offset = nextOffsets.get(log) ?? 0;
        nextOffsets.set(log, offset + 1);
        return { topic: log.topic, partition: log.partition, offset: BigInt(offset) };
      });
    },
  };
}

/** Appends to all partitions at once and answers with the offset of the first record in each. */
async function appendEach(
  batches: ReadonlyMap<PartitionLog, readonly OutgoingRecord[]>,
  timestamp: number,
): Promise<Map<PartitionLog, number>> {
  const appending = [...batches].map(
    async ([log, batch]) => [log, await log.append(encodeBatch(batch, timestamp))] as const,
  );
  return new Map(await Promise.all(appending));
}

function byDestination(
  records: readonly OutgoingRecord[],
  destinations: readonly PartitionLog[],
): Map<PartitionLog, OutgoingRecord[]> {
  const batches = new Map<PartitionLog, OutgoingRecord[]>();
  destinations.forEach((log, index) => {
    const batch = batches.get(log) ?? [];
    batches.set(log, batch);
    const record = records[index];
    if (record !== undefined) {
      batch.push(record);
    }
  });
  return batches;
}

function checkSize(record: OutgoingRecord, { name, maxRecordBytes }: LogTopic): void {
  const bytes = recordBytes(record);
  if (bytes > maxRecordBytes) {
    throw new RuntimeError(
      'RECORD_TOO_LARGE',
      `A record for '${name}' takes ${bytes} bytes, the topic allows ${maxRecordBytes}: send less, or raise ` +
        "'max.message.bytes' in the contract.",
    );
  }
}
