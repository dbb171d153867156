import type { OutgoingRecord, RecordPosition, StoredRecord, WireHeaders } from './transport.ts';

/** An event that leaves the application. */
export interface SentEvent {
  /** Id of the event, `ce_id`. */
  readonly id: string;
  readonly correlationId: string;
  /** Message name of the contract. */
  readonly message: string;
  readonly record: OutgoingRecord;
}

/** A partition, as a consumer group works on it. */
export interface Place {
  /** Consumer group. */
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
}

/** Work that takes time, told when it starts. */
export type Work =
  /** An event becomes part of a transaction; it is published once that is committed. */
  | ({ readonly kind: 'create' } & SentEvent)
  /** An event is published at once. */
  | ({ readonly kind: 'send' } & SentEvent)
  /** Records are published that were there before: from the outbox, or as dead letters. */
  | { readonly kind: 'relay'; readonly records: readonly OutgoingRecord[] }
  /** Records have arrived; lasts until there is room for more. */
  | ({ readonly kind: 'receive'; readonly records: readonly StoredRecord[] } & Place)
  /** A handler is called for an event. */
  | (Place & {
      readonly kind: 'process';
      readonly id: string;
      readonly correlationId: string;
      /** Message name of the contract. */
      readonly message: string;
      readonly offset: bigint;
      /** Trace context of the event. */
      readonly trace: WireHeaders;
      /** 1 for the first. */
      readonly attempt: number;
    })
  /** A group's position in a partition is committed: everything before the offset is done. */
  | ({ readonly kind: 'settle'; readonly offset: bigint } & Place);

/** How work has ended; without an error it has succeeded. */
export interface WorkEnd {
  readonly error?: unknown;
  /** Where a sent event stands on the log. */
  readonly position?: RecordPosition;
}

/** Work under way. */
export interface Activity {
  /** Trace context for the events that the work leads to; where empty, what they have stays. */
  readonly trace: WireHeaders;
  /** Calls the work, once and at once, as the one that is under way, and returns its promise. */
  within<T>(work: () => Promise<T>): Promise<T>;
  end(end: WorkEnd): void;
}

/** What becomes of a record. */
export type SettledOutcome = 'applied' | 'ignored' | 'deduplicated' | 'parked' | 'dead';

/** How a request has ended; `error` is a reply that says so, `failed` anything but a reply. */
export type AskOutcome = 'ok' | 'error' | 'timeout' | 'failed';

/** Something that has happened. */
export type Fact =
  /** A record was settled. */
  | ({ readonly kind: 'settled'; readonly outcome: SettledOutcome } & Place)
  /** A record was given up and goes to the dead letter topic, by the reason that the header of its letter says. */
  | ({ readonly kind: 'buried'; readonly reason: string } & Place)
  /** A request was dropped, since its deadline had passed, or an event, since it had expired. */
  | ({ readonly kind: 'expired'; readonly what: 'request' | 'event' } & Place)
  /** A request has had its reply, or none in time. */
  | { readonly kind: 'asked'; readonly application: string; readonly message: string; readonly outcome: AskOutcome }
  /** A reply came that nobody waits for: after the deadline, or once more. */
  | { readonly kind: 'unawaited'; readonly application: string; readonly reason: 'late' | 'duplicate' }
  /** A partition has come to this member of the group or has left it. */
  | ({ readonly kind: 'assigned' | 'revoked' } & Place)
  /** A group got nothing for long although there is something for it, and its subscription starts anew. */
  | { readonly kind: 'stalled'; readonly group: string }
  /** A topic that a group reads has got more partitions, so keys move to others. */
  | { readonly kind: 'grown'; readonly group: string }
  /** Records were deleted before a group had read them; its subscription has ended. */
  | { readonly kind: 'gap'; readonly group: string }
  /** Calls of a telemetry that did not count: it threw, or was slow and left out for a while. */
  | { readonly kind: 'dropped'; readonly cause: 'threw' | 'slow'; readonly calls: number };

/** A level at this moment, such as rows or seconds. Labels by the names that metrics have. */
export interface Reading {
  readonly name:
    | 'consumer_lag'
    | 'in_flight'
    | 'outbox_oldest_age'
    | 'outbox_refused'
    | 'outbox_rows'
    | 'parked_keys'
    | 'workflow_failing'
    | 'workflow_instances'
    | 'workflow_timer_delay';
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * The port to whoever watches: spans, metrics, anything else. The runtime calls these functions where it works, so they
 * return at once and keep what they hear in bounded memory. They change nothing: what they throw is dropped, one that is
 * slow is left out for a while, and both are counted and logged once.
 */
export interface Telemetry {
  start(work: Work): Activity;
  tell(fact: Fact): void;
  /** `read` gives levels of now whenever they are asked for, until the returned function is called. */
  watch(read: () => Promise<readonly Reading[]>): () => void;
}
