import { RuntimeError } from '../core/errors.ts';

/** What one request carries at most: below the megabyte that brokers take by default, and quick to encode. */
const requestLimit = { bytes: 900_000, records: 1_000 };

/** Sends records of one partition and resolves with the offset of the first; the others follow it. */
export type SendBatch<M> = (messages: M[], isWanted: () => boolean) => Promise<bigint>;

/** A record in a lane, as the client takes it. Functions rather than a promise, which for each record would cost more. */
export interface LaneRecord<M> {
  readonly message: M;
  readonly bytes: number;
  /** False once nobody waits for the result any more. */
  readonly isWanted: () => boolean;
  /** It is durable, at this offset. */
  readonly resolve: (offset: bigint) => void;
  readonly reject: (error: unknown) => void;
}

/** The way to one partition. One request is under way at a time, so records keep the order in which they came. */
export interface PartitionLane<M> {
  append(record: LaneRecord<M>): void;
}

/** Records that come while a request is under way leave together in the next one. */
export function createPartitionLane<M>(send: SendBatch<M>): PartitionLane<M> {
  const queue: LaneRecord<M>[] = [];
  let working = false;

  async function work(): Promise<void> {
    working = true;
    // Lets the rest of the call that brought the first record join it.
    await Promise.resolve();
    while (queue.length > 0) await deliver(takeBatch(queue), send);
    working = false;
  }

  return {
    append(record) {
      queue.push(record);
      if (!working) void work();
    },
  };
}

function takeBatch<M>(queue: LaneRecord<M>[]): readonly LaneRecord<M>[] {
  let bytes = 0;
  let records = 0;
  for (const { bytes: size } of queue) {
    bytes += size;
    // One record goes in any case: whether it is too large is for the broker to say.
    if (records > 0 && (bytes > requestLimit.bytes || records >= requestLimit.records)) break;
    records += 1;
  }
  return queue.splice(0, records);
}

/** Gives every record its result. A batch that is too large for its topic goes in halves. */
async function deliver<M>(records: readonly LaneRecord<M>[], send: SendBatch<M>): Promise<void> {
  const batch = records.filter((record) => {
    if (!record.isWanted()) record.reject(new RuntimeError('TRANSPORT_FAILED', 'a record was given up unsent'));
    return record.isWanted();
  });
  if (batch.length === 0) return;
  try {
    const first = await send(
      batch.map(({ message }) => message),
      () => batch.some(({ isWanted }) => isWanted()),
    );
    for (const [index, { resolve }] of batch.entries()) resolve(first + BigInt(index));
  } catch (error) {
    if (batch.length === 1 || !RuntimeError.is(error, 'RECORD_TOO_LARGE')) {
      for (const { reject } of batch) reject(error);
      return;
    }
    const middle = batch.length >> 1;
    await deliver(batch.slice(0, middle), send);
    await deliver(batch.slice(middle), send);
  }
}
