import { setTimeout as sleep } from 'node:timers/promises';
import { RuntimeError } from '../core/errors.ts';
import type { PartitionClaim, StoredRecord, SubscribeOptions } from '../core/transport.ts';
import { createClaim } from './claim.ts';
import type { LogRecord } from './record-codec.ts';
import type { OffsetStore, PartitionLog, ReadLimit } from './storage.ts';

/** What one call of `onRecords` gets at most. */
const BATCH: ReadLimit = { records: 500, bytes: 1 << 20 };

/** How long a partition rests after a handler has failed, in milliseconds. */
const RETRY_PAUSE = 500;

export interface PartitionConsumerOptions {
  readonly log: PartitionLog;
  readonly offsets: OffsetStore;
  readonly subscription: SubscribeOptions;
  /** Aborted when the partition is taken from the member. */
  readonly held: AbortSignal;
  /** Aborted when the subscription takes no more records; before `held` or with it. */
  readonly intake: AbortSignal;
}

/**
 * Delivers a partition's records until intake ends. A handler that fails costs its claim: after a pause a new claim
 * reads from the committed offset. Rejects where the partition cannot be read on.
 */
export async function consumePartition(options: PartitionConsumerOptions): Promise<void> {
  const { log, offsets, subscription, held, intake } = options;
  const firstOffset = startOf(options);
  for (let next = firstOffset; !intake.aborted; next = committedOr(firstOffset, options)) {
    const { claim, end } = createClaim(subscription.group, log, { offsets, held });
    subscription.onClaim?.(claim);
    const failure = await deliver(claim, next, options);
    if (failure === undefined) {
      return;
    }
    if (!claim.signal.aborted) {
      end();
      subscription.onError?.(failure);
    }
    await sleep(RETRY_PAUSE, undefined, { signal: intake }).catch(() => undefined);
  }
}

/** Delivers from offset `from` until intake ends; resolves with the error of a handler that failed. */
async function deliver(
  claim: PartitionClaim,
  from: number,
  { log, subscription, intake }: PartitionConsumerOptions,
): Promise<Error | undefined> {
  for (let next = from; ; ) {
    await log.grown(next, intake);
    refuseGap(next, log, subscription.group);
    const records = intake.aborted ? [] : await log.read(next, BATCH);
    const last = records.at(-1);
    if (intake.aborted || last === undefined) {
      return undefined;
    }
    try {
      await subscription.onRecords(claim, stored(records, log));
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
    next = last.offset + 1;
  }
}

/**
 * Where the group starts. A group that starts at the latest record keeps that position, so that it misses nothing
 * when it is away before its first commit.
 */
function startOf({ log, offsets, subscription, held }: PartitionConsumerOptions): number {
  const at = { group: subscription.group, topic: log.topic, partition: log.partition };
  const committed = offsets.committed(at);
  if (committed !== undefined || subscription.startFrom === 'earliest') {
    return committed ?? log.start;
  }
  const latest = log.end;
  offsets.commit(at, latest).catch((error: Error) => held.aborted || subscription.onError?.(error));
  return latest;
}

function committedOr(offset: number, { log, offsets, subscription }: PartitionConsumerOptions): number {
  return offsets.committed({ group: subscription.group, topic: log.topic, partition: log.partition }) ?? offset;
}

/** A group goes on where it stopped or, where retention has removed that, not before somebody has decided so. */
function refuseGap(next: number, { topic, partition, start }: PartitionLog, group: string): void {
  if (next < start) {
    throw new RuntimeError(
      'OFFSET_OUT_OF_RANGE',
      `Group '${group}' has yet to read partition ${partition} of '${topic}' from offset ${next}, and retention has ` +
        `removed what was before ${start}. Nothing is skipped without your word: call resetOffsets to go on.`,
    );
  }
}

function stored(records: readonly LogRecord[], { topic, partition }: PartitionLog): readonly StoredRecord[] {
  return records.map((record) => ({ ...record, topic, partition, offset: BigInt(record.offset) }));
}
