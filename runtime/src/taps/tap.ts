import type { Message, ReceivedEvent } from '../core/application.ts';
import type { StoredRecord, TopicSpec } from '../core/transport.ts';

/** A topic, as generated code exports it; of one that no contract has, `{ topic: 'orders.raw' }`. */
export type TappedTopic = Pick<TopicSpec, 'topic'>;

/** What a tap does, with no more than what it needs to know. */
export type Tap = TapSource & ({ readonly copy: readonly TapRoute[] } | { readonly divert: readonly TapRoute[] });

interface TapSource {
  /** Its consumer group, and how dead letters and metrics name it. */
  readonly name: string;
  readonly from: TappedTopic | readonly TappedTopic[];
}

/** `copy`: every route whose predicate fits gets the record. `divert`: the first one does, and no other. */
export interface TapRoute {
  readonly to: TappedTopic;
  /** Of several, one has to fit. Default: everything. */
  readonly when?: TapPredicate | readonly TapPredicate[];
}

/** A function of the record as it stands on the log, or what `where` makes, for which it is decoded by the contract. */
export type TapPredicate = RecordPredicate | MessagePredicate;

export type RecordPredicate = (record: StoredRecord) => boolean;

/** Fits messages of one kind. */
export interface MessagePredicate {
  readonly message: AnyMessage;
  fits(event: ReceivedEvent<unknown, unknown, object>): boolean;
}

/** A message of the contract, whichever. */
export type AnyMessage = Message<unknown, unknown, unknown, unknown, object>;

/**
 * Fits messages of this kind, in whatever version they were written, and of those the ones that the function says. It is
 * called once per record and try, and should neither wait nor change anything.
 */
export function where<Value, ValueInput, Key, KeyInput, Headers extends object>(
  message: Message<Value, ValueInput, Key, KeyInput, Headers>,
  fits: (event: ReceivedEvent<Value, Key, Headers>) => boolean = () => true,
): MessagePredicate {
  // What is decoded by the message has its types: the same tie as in `createClient`, and as invisible to the compiler.
  return { message, fits: (event) => fits(event as ReceivedEvent<Value, Key, Headers>) };
}
