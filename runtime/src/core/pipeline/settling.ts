import type { DueKey } from '../delivery.ts';
import type { StoredRecord } from '../transport.ts';
import type { Outcome } from './accounting.ts';
import type { Turn } from './lanes.ts';

/** Where records of a lane are settled. */
export interface LaneContext {
  readonly turn: Turn;
  /** Aborted when the work no longer counts. */
  readonly signal: AbortSignal;
  /** This became of a record. */
  done(record: StoredRecord, outcome: Outcome): void;
  /** This became of a parked record that was taken up again. */
  doneAgain(outcome: Outcome): void;
  /** A parked key of the partition is due in so many milliseconds. */
  due(milliseconds: number): void;
}

/** How the records of a partition are settled. Work that no longer counts rejects, by its turn or its signal. */
export interface Settling {
  /** Undefined: a lane of its own. */
  laneOf(record: StoredRecord): string | undefined;
  /** Records of a lane that are settled together, at most. */
  readonly batch: number;
  /** Resolves when each of the records is done. */
  settle(records: readonly StoredRecord[], context: LaneContext): Promise<void>;
  /** Without, nothing is ever parked. */
  readonly parked?: ParkedSettling;
  /** Everything before the offset is settled and committed. */
  committed(offset: bigint): void | Promise<void>;
}

export interface ParkedSettling {
  /** Keys that are due by now, at most so many, and in how many milliseconds the next one is. */
  dueKeys(limit: number): Promise<{ readonly keys: readonly DueKey[]; readonly nextIn: number | undefined }>;
  /** The lane of a parked key. */
  laneOf(key: DueKey): string;
  /** Takes up a key's parked records; true where it left off before their end. */
  settle(key: DueKey, context: LaneContext): Promise<boolean>;
}
