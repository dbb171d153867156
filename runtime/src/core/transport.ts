/**
 * The port between Eventwright and an event log. It is small on purpose: everything that makes delivery safe
 * (decoding, order per key, retry, dead lettering) is built on these few functions and tested once.
 */

/** Header names to bytes. Where a log holds a name twice, the last one counts. */
export type WireHeaders = ReadonlyMap<string, Uint8Array>;

/** A record to append. Its partition is `partitionOf(key, partitions)`; records without a key are spread. */
export interface OutgoingRecord {
  readonly topic: string;
  readonly key: Uint8Array | null;
  /** `null` is a tombstone. */
  readonly value: Uint8Array | null;
  readonly headers: WireHeaders;
}

export interface RecordPosition {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** A record as the log holds it. */
export interface StoredRecord extends RecordPosition {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: WireHeaders;
  /** When the record was appended, in milliseconds since the epoch. */
  readonly timestamp: number;
}

export interface Publisher {
  /**
   * Appends the records and resolves, with a position for each, when all of them are durable (Kafka: acks=all).
   * Records of one call that share a partition keep their order. If it rejects, any of the records may have been
   * appended, though none without those before it in its partition: at least once is the promise, and a repeated call
   * may append them again.
   */
  publish(records: readonly OutgoingRecord[]): Promise<readonly RecordPosition[]>;
}

/**
 * The right to process one partition, from its assignment until it is revoked, lost or closed. A partition that
 * comes back after a rebalance comes back as a new claim, starting at the committed offset.
 */
export interface PartitionClaim {
  readonly topic: string;
  readonly partition: number;
  /** Aborted as soon as the claim ends. What is in flight then belongs to somebody else. */
  readonly signal: AbortSignal;
  /**
   * Records that everything before `offset` is done. Commits of a claim that has ended change nothing and reject
   * with `CLAIM_ENDED`, so an owner from before a rebalance cannot move the group's position.
   */
  commit(offset: bigint): Promise<void>;
  /** How long finished records may wait for their commit, in milliseconds. Default 200; 0 where a commit costs nothing. */
  readonly commitInterval?: number;
}

export interface SubscribeOptions {
  /** Consumer group. */
  readonly group: string;
  readonly topics: readonly string[];
  /** Where the group starts in a partition for which it has no committed offset. */
  readonly startFrom: 'earliest' | 'latest';
  /**
   * The group is for this subscription alone and ends with it: its positions are deleted when it is closed, as far as the
   * log can be reached then. Its name must be nobody else's. Default: the group lasts.
   */
  readonly isEphemeral?: boolean;
  /** Called as soon as a claim begins, also where there are no records yet. */
  onClaim?(claim: PartitionClaim): void;
  /**
   * Called with records of one partition in the order of their offsets. Calls for one claim follow one another, calls for
   * different claims overlap. The promise is backpressure: the next records of the claim are delivered once it
   * resolves. Membership in the group does not depend on how long that takes. A rejection ends the claim; the
   * partition is read again from its committed offset, after a pause.
   */
  onRecords(claim: PartitionClaim, records: readonly StoredRecord[]): Promise<void>;
  /** The subscription met a failure that it recovers from by itself; for logs and metrics. */
  onError?(error: Error): void;
  /** The subscription has ended and will not come back, other than by `close()`. */
  onFatal?(error: Error): void;
}

/** How a subscription fares. */
export interface SubscriptionStatus {
  /** Partitions that this member of the group owns. */
  readonly assigned: readonly { readonly topic: string; readonly partition: number }[];
  /** Since when nothing has been delivered although there is something to deliver; undefined while all is well. */
  readonly stalledSince: Date | undefined;
  /** When records were last delivered; undefined before the first, or where the transport does not tell. */
  readonly deliveredAt?: Date | undefined;
  /** Since when this is no member of the group, which it tries to be again; undefined while all is well. */
  readonly lostSince?: Date | undefined;
}

/** How far a group is behind the end of a partition. */
export interface PartitionLag {
  readonly topic: string;
  readonly partition: number;
  /** From the group's position to the end of the log. */
  readonly records: number;
}

export interface Subscription {
  /** Where the transport can tell. */
  status?(): SubscriptionStatus;
  /** Asks the log about the partitions that this member owns; where the transport can. Rejects where nobody answers. */
  lag?(): Promise<readonly PartitionLag[]>;
  /** Ends intake: after it resolves, `onRecords` is not called again. Claims stay valid and can commit. */
  stop(): Promise<void>;
  /** Stops, ends every claim and leaves the group. */
  close(): Promise<void>;
}

export interface Subscriber {
  /** Joins the group; resolves when the member takes part in it. */
  subscribe(options: SubscribeOptions): Promise<Subscription>;
}

/** What a topic must be like. Configuration by the names that Kafka uses, such as `retention.ms`. */
export interface TopicSpec {
  readonly topic: string;
  readonly partitions: number;
  /** Ignored where the log has one copy; at most the number of brokers is used. */
  readonly replicas: number;
  readonly config: Readonly<Record<string, string>>;
}

export interface Transport extends Publisher, Subscriber {
  /** Creates the topics that do not exist yet and returns their names. Existing ones are left as they are. */
  ensureTopics(topics: readonly TopicSpec[]): Promise<readonly string[]>;
  /** Closes subscriptions that are still open, waits for publishes under way and releases everything. */
  close(): Promise<void>;
}
