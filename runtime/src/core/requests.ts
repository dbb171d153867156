import type { StoredRecord, WireHeaders } from './transport.ts';

/** What is going on where something is asked. */
export interface AskedWithin {
  /** The event that is handled; undefined in a transaction outside of handlers. */
  readonly cause?: { readonly id: string; readonly correlationId: string; readonly trace: WireHeaders };
  /** Until when the request that is being answered is waited for, in milliseconds since the epoch. */
  readonly deadline?: number | undefined;
  /** Aborted when the work no longer counts. */
  readonly signal?: AbortSignal;
  /** True in a transaction, where nothing may be asked. */
  readonly isTransaction: boolean;
}

/** A request that waits for its reply. */
export interface PendingRequest {
  /** `ce_id` of the request, which is `ce_causationid` of its reply. */
  readonly id: string;
  /** Message name of the contract, for errors. */
  readonly message: string;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  /** Each gives up earlier. */
  readonly signals: readonly AbortSignal[];
}

export interface PendingReply {
  /**
   * The first reply. Rejects with `REQUEST_TIMEOUT` at the deadline, with `TRANSPORT_CLOSED` when the requests are
   * closed, with the reason of the signal.
   */
  readonly reply: Promise<StoredRecord>;
  /** To be called when nobody is interested any more. */
  forget(): void;
}

export interface ReplyTopics {
  /** Name of the application that asks. */
  readonly application: string;
  readonly topics: readonly string[];
}

/** The port to what brings replies back to this process, and to no other one. */
export interface Requests {
  /** `reply_instance` of all that this process asks. */
  readonly instance: string;
  /** Resolves when everything that is published on the topics from now on would come; at once where it is so already. */
  listen(replies: ReplyTopics): Promise<void>;
  /** Throws `REQUEST_REFUSED` where too many wait already, `TRANSPORT_CLOSED` after the end. */
  expect(request: PendingRequest): PendingReply;
  /** Calls the work such that what it asks, also later and in what it calls, is known to be asked within. */
  within<T>(surroundings: AskedWithin, work: () => Promise<T>): Promise<T>;
  /** Of whoever calls this; undefined outside of any. */
  surroundings(): AskedWithin | undefined;
}
