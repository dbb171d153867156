/** A business change that the source has committed, with the event that it sent in the same transaction. */
export interface Change {
  readonly key: string;
  /** Counts the changes of a key from 1, in the order of their commits. */
  readonly seq: number;
  readonly eventId: string;
}

/** An entry of a ledger: what a handler did, in the order in which it was done. Ledgers have no unique columns. */
export interface Effect {
  readonly key: string;
  readonly seq: number;
  /** Of the event that was handled. */
  readonly eventId: string;
  /** Of the event that the handler sent. */
  readonly sentId?: string | null;
}

export interface DeadLetter {
  readonly eventId: string;
  readonly reason: string;
}

/** What a consumer of the pipeline has to show in the end. */
export interface StageHistory {
  readonly name: string;
  readonly effects: readonly Effect[];
  readonly dead: readonly DeadLetter[];
  /** Parked records that are left, held ones among them. */
  readonly parked: number;
}

/** What a topic holds in the end: ids of events, in the order of the log, repetitions included. */
export interface TopicHistory {
  readonly topic: string;
  readonly eventIds: readonly string[];
}

export interface AccountingSample {
  readonly received: number;
  readonly applied: number;
  readonly ignored: number;
  readonly deduplicated: number;
  readonly parked: number;
  readonly dead: number;
  readonly inFlight: number;
}

/** How a process was ended, if it was. */
export type Ending = 'running' | 'terminated' | 'killed' | 'crashed';

/** A process of the workload, from its start to its end. */
export interface MemberHistory {
  /** `middle 2` */
  readonly name: string;
  /** What the harness did to it: `crashed` is by itself, at a crash point that was asked for. */
  readonly ending: Ending;
  readonly code: number | null;
  readonly signal: string | null;
  readonly accounting: readonly AccountingSample[];
  /** Resident memory, in bytes, sampled from the start. */
  readonly rss: readonly number[];
  /** What of it JavaScript objects take, garbage included. */
  readonly heap: readonly number[];
}

/** Positions of a group in a partition, or of a lane in the database, one sample after another. */
export interface PositionHistory {
  readonly name: string;
  readonly samples: readonly number[];
}

/** What is known of a run once it is over. */
export interface History {
  readonly changes: readonly Change[];
  /** In the order of the pipeline: each handles what the one before it has sent. */
  readonly stages: readonly StageHistory[];
  readonly topics: readonly TopicHistory[];
  readonly members: readonly MemberHistory[];
  readonly positions: readonly PositionHistory[];
  /** Ids of events that the case has taken from the log before they were handled, on purpose. */
  readonly destroyed: readonly string[];
  /** Milliseconds from the last fault's end until everything was handled. Undefined: never, in the time there was. */
  readonly recovery: number | undefined;
}
