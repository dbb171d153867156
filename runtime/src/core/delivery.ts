import type { Sql } from './database.ts';
import type { OutgoingRecord, StoredRecord } from './transport.ts';

/** How many lanes a partition has: records of one lane are settled strictly one after another, in whichever process. */
export const lanesPerPartition = 64;

/** A partition, as a consumer group works on it. */
export interface PartitionPlace {
  /** Consumer group. */
  readonly consumer: string;
  readonly topic: string;
  readonly partition: number;
}

export interface LanePlace extends PartitionPlace {
  /** 0 up to `lanesPerPartition`. */
  readonly lane: number;
}

/** A record that asks to be handled. */
export interface Arrival {
  readonly record: StoredRecord;
  /** Id of its event. */
  readonly id: string;
  /** When the event happened, in milliseconds since the epoch. */
  readonly time: number;
  /** False where the record is to be settled without effect, as one that cannot be read is. */
  readonly claims: boolean;
}

/** What is to become of a record that has arrived. */
export type Verdict =
  /** It is its turn, and nobody else has had it. */
  | 'new'
  /** Its effect stands already, or another owner of the partition has settled it. */
  | 'duplicate'
  /** It stands behind its key, which is parked, and is parked with it. */
  | 'parked'
  /** It was published so long after it happened that its duplicates may have been forgotten: somebody has to look. */
  | 'too_old';

/** How a parked key goes on. */
export interface Parking {
  /** Tries so far. */
  readonly attempts: number;
  /** Those of them that use up the tries of the failure policy; tries that asked to be made later do not. */
  readonly failures: number;
  /** Milliseconds until the next one, by the database's clock; `held` until somebody redrives it. */
  readonly dueIn: number | 'held';
  readonly error: unknown;
  readonly firstFailedAt: Date;
}

/** A record that was parked and is taken up again. */
export interface ParkedRecord {
  readonly record: StoredRecord;
  /** Tries so far; 0 for one that only stood behind its key. */
  readonly attempts: number;
  readonly failures: number;
  /** Undefined where it has not failed itself. */
  readonly firstFailedAt: Date | undefined;
}

/** A parked key that is to be taken up. */
export interface DueKey {
  /** Where it was parked, since a record without a key does not tell. */
  readonly lane: number;
  /** `null`: records without a key, each of which stands for itself. */
  readonly key: Uint8Array | null;
}

export interface DueKeys {
  /** Longest due first. */
  readonly keys: readonly DueKey[];
  /** Milliseconds until another key is due, by the database's clock. Undefined where none is. */
  readonly nextIn: number | undefined;
}

/** The tables of delivery and the service's own, in one transaction. */
export interface DeliveryTransaction {
  readonly sql: Sql;
  /**
   * Takes records of one lane up, in the order of their offsets, with a verdict for each. Moves the lane's position past
   * them and keeps the lane for this transaction, so that other owners of the partition wait; enters the ids of those
   * that are `new` and claim it into the inbox; parks those that stand behind a parked key.
   */
  admit(lane: LanePlace, arrivals: readonly Arrival[]): Promise<readonly Verdict[]>;
  /** Parks a record that was admitted without claiming; its followers will stand behind it. */
  park(lane: LanePlace, record: StoredRecord, parking: Parking): Promise<void>;
  /**
   * Keeps the lane for this transaction and takes up so many parked records of a key, the one that is due first and those
   * behind it. None where the key is no longer due, since somebody else was faster.
   */
  takeParked(lane: LanePlace, key: Uint8Array | null, limit: number): Promise<readonly ParkedRecord[]>;
  /** Enters the id of a parked record's event into the inbox. False where it is there already. */
  claim(lane: LanePlace, record: StoredRecord, id: string): Promise<boolean>;
  /** A parked record is settled; the next one of its key is due. */
  unpark(lane: LanePlace, record: StoredRecord): Promise<void>;
  /** A parked record has failed again; it stays before its followers. */
  repark(lane: LanePlace, record: StoredRecord, parking: Parking): Promise<void>;
  /**
   * Adds records to the outbox, from where they are published once the transaction is committed: those of one topic and
   * key in the order of the commits. Rejects with `RECORD_TOO_LARGE`, and leaves none, where one of them is too large.
   */
  enqueue(records: readonly OutgoingRecord[]): Promise<void>;
}

/**
 * The port to what makes effects happen once: a service's own database, with tables of the runtime in it. Rejections are
 * those of the database port.
 */
export interface Delivery {
  /** Runs the work in one transaction, and has what it enqueued published soon after the commit. */
  transaction<T>(work: (tx: DeliveryTransaction) => Promise<T>): Promise<T>;
  /** Keys of a partition, at most so many, whose first parked record is due. */
  dueKeys(place: PartitionPlace, limit: number): Promise<DueKeys>;
  /**
   * Everything of the partition before the offset is settled, as the group's commits say it too: what only its own
   * duplicates would need may be forgotten once the dedupe window has passed. Costs nothing.
   */
  settled(place: PartitionPlace, before: bigint): void;
}
