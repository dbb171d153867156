import { RuntimeError } from '../core/errors.ts';
import type { PartitionClaim, StoredRecord, SubscribeOptions } from '../core/transport.ts';
import { createDelivery } from './delivery.ts';

/** What the reader needs of the member of the group that holds the partition. */
export interface PartitionReaderOptions {
  readonly topic: string;
  readonly partition: number;
  /** Offset of the first record to deliver. */
  readonly start: bigint;
  readonly subscription: SubscribeOptions;
  /** Sends a commit; called only while the claim lives. */
  commit(claim: PartitionClaim, offset: bigint): Promise<void>;
  /** Has no more records fetched, as enough wait here. */
  pause(): void;
  /** Has records fetched again. */
  resume(): void;
  /** The handler failed: the claim is over, and the partition has to be read again from the committed offset. */
  onFailure(error: Error): void;
}

/** Feeds the records of one claim to the handler. */
export interface PartitionReader {
  readonly claim: PartitionClaim;
  /** Offset of the next record that has to be fetched. */
  readonly position: bigint;
  /** Where the group's position in the partition is, as far as this claim knows. */
  readonly committed: bigint;
  /** Since when it has been ready for records and got none, by the monotonic clock; undefined while it wants none. */
  readonly waitingSince: number | undefined;
  /** Takes records that follow `position`; `next` is where fetching goes on. */
  take(records: readonly StoredRecord[], next: bigint): void;
  /** Delivers nothing more; the claim lives on. */
  stop(): void;
  /** Ends the claim. */
  end(): void;
}

export function createPartitionReader(options: PartitionReaderOptions): PartitionReader {
  const { topic, partition, start, subscription } = options;
  const ended = new AbortController();
  let position = start;
  let committed = start;
  let waitingSince: number | undefined = performance.now();

  const claim: PartitionClaim = {
    topic,
    partition,
    signal: ended.signal,
    async commit(offset) {
      ended.signal.throwIfAborted();
      await options.commit(claim, offset);
      committed = offset;
    },
  };

  const delivery = createDelivery({
    handle: (records) => subscription.onRecords(claim, records),
    pause() {
      waitingSince = undefined;
      options.pause();
    },
    resume() {
      waitingSince = performance.now();
      options.resume();
    },
    onFailure(error) {
      // Work on an ended claim may fail as it likes.
      if (ended.signal.aborted) return;
      end();
      options.onFailure(error);
    },
  });

  function end(): void {
    delivery.stop();
    ended.abort(claimEnded(subscription.group, topic, partition));
  }

  subscription.onClaim?.(claim);
  return {
    claim,
    get position() {
      return position;
    },
    get committed() {
      return committed;
    },
    get waitingSince() {
      return waitingSince;
    },
    take(records, next) {
      if (next > position) position = next;
      if (waitingSince !== undefined) waitingSince = performance.now();
      delivery.push(records);
    },
    stop() {
      waitingSince = undefined;
      delivery.stop();
    },
    end,
  };
}

function claimEnded(group: string, topic: string, partition: number): RuntimeError {
  return new RuntimeError(
    'CLAIM_ENDED',
    `group '${group}' no longer has partition ${partition} of '${topic}' under this claim: stop the work on its ` +
      'records, their next owner gets them again',
  );
}
