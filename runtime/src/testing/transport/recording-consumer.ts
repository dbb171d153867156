import type { PartitionClaim, StoredRecord, Subscription, Transport } from '../../core/transport.ts';
import { createDeliveryRules } from './delivery-rules.ts';

export interface ConsumeOptions {
  readonly group: string;
  readonly topics: readonly string[];
  readonly startFrom?: 'earliest' | 'latest';
  readonly isEphemeral?: boolean;
  /** What to do with records once they are noted. Default: commit them. */
  handle?(claim: PartitionClaim, records: readonly StoredRecord[]): Promise<void>;
}

/** A call of `onRecords`. */
export interface Delivery {
  readonly claim: PartitionClaim;
  readonly records: readonly StoredRecord[];
}

/** A subscription that notes what it gets, in the order in which it gets it. */
export interface RecordingConsumer extends Subscription {
  readonly deliveries: readonly Delivery[];
  /** What it recovered from by itself, and what it did not. */
  readonly errors: readonly Error[];
  /** What ended it. */
  readonly fatal: readonly Error[];
  /** Rules of every delivery that were broken. */
  readonly breaches: readonly string[];
  records(): readonly StoredRecord[];
  /** The claims that records came with, in the order of their first records. */
  claims(): readonly PartitionClaim[];
  liveClaims(): readonly PartitionClaim[];
}

export async function consume(transport: Transport, options: ConsumeOptions): Promise<RecordingConsumer> {
  const { group, topics, startFrom = 'earliest', isEphemeral = false, handle = commitAll } = options;
  const deliveries: Delivery[] = [];
  const errors: Error[] = [];
  const fatal: Error[] = [];
  const rules = createDeliveryRules();
  const claims = (): readonly PartitionClaim[] => [...new Set(deliveries.map(({ claim }) => claim))];
  const subscription = await transport.subscribe({
    group,
    topics,
    startFrom,
    isEphemeral,
    async onRecords(claim, records) {
      deliveries.push({ claim, records });
      const done = rules.began(claim, records);
      await handle(claim, records).finally(done);
    },
    onError: (error) => errors.push(error),
    onFatal(error) {
      errors.push(error);
      fatal.push(error);
    },
  });
  return {
    deliveries,
    errors,
    fatal,
    breaches: rules.breaches,
    claims,
    records: () => deliveries.flatMap(({ records }) => records),
    liveClaims: () => claims().filter(({ signal }) => !signal.aborted),
    stop: () => subscription.stop(),
    close: () => subscription.close(),
  };
}

/** Commits all records of a delivery. */
export async function commitAll(claim: PartitionClaim, records: readonly StoredRecord[]): Promise<void> {
  const last = records.at(-1);
  if (last !== undefined) {
    await claim.commit(last.offset + 1n);
  }
}

/** Leaves the group's position where it is. */
export async function commitNothing(): Promise<void> {}
