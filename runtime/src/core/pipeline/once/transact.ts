import type { Delivery, DeliveryTransaction } from '../../delivery.ts';
import { type SentRecords, sentRecords } from '../../sent-records.ts';
import type { Decoded } from '../decode.ts';
import { decodeFailure, type Failure, handlerFailure, surroundingFailure } from '../failure.ts';
import type { Pipeline } from '../process-record.ts';

/** The pipeline, with delivery. */
export interface OncePipeline extends Pipeline {
  readonly delivery: Delivery;
}

/** A transaction at work. */
export interface Transacting {
  readonly tx: DeliveryTransaction;
  /** What goes to the outbox at its end. */
  readonly sent: SentRecords;
  /** Runs a step of which it matters that it is under way when something fails. */
  during<T>(phase: Phase, step: () => Promise<T>): Promise<T>;
}

/** Who is to blame for a failure: decoding and handling an event may be its own fault, all else is not. */
export type Phase = { readonly name: 'decoding' } | { readonly name: 'handling'; readonly decoded: Decoded };

/** How a transaction has ended. */
export type Transacted<T> =
  | { readonly kind: 'committed'; readonly result: T }
  /** `during` is undefined where no single event can have been at fault. */
  | { readonly kind: 'failed'; readonly error: unknown; readonly failure: Failure; readonly during: Phase | undefined };

/** Runs the work in a transaction and says how it ended. Rejects with the signal's reason where it no longer counts. */
export async function transact<T>(
  pipeline: OncePipeline,
  signal: AbortSignal,
  work: (transacting: Transacting) => Promise<T>,
): Promise<Transacted<T>> {
  let phase: Phase | undefined;
  /** The last event that was handled: its transaction may fail at the end because of it. */
  let handled: Decoded | undefined;
  const during: Transacting['during'] = async (next, step) => {
    phase = next;
    if (next.name === 'handling') handled = next.decoded;
    const done = await step();
    phase = undefined;
    return done;
  };
  let isEnding = false;
  try {
    const result = await pipeline.delivery.transaction(async (tx) => {
      const sent = sentRecords();
      const done = await work({ tx, sent, during });
      signal.throwIfAborted();
      isEnding = true;
      const records = sent.all();
      if (records.length > 0) await tx.enqueue(records);
      await pipeline.reach('after-effect');
      return done;
    });
    await pipeline.reach('after-commit');
    return { kind: 'committed', result };
  } catch (error) {
    signal.throwIfAborted();
    const blamed: Phase | undefined = isEnding && handled ? { name: 'handling', decoded: handled } : phase;
    return { kind: 'failed', error, failure: failureOf(error, blamed, pipeline), during: phase };
  }
}

function failureOf(error: unknown, phase: Phase | undefined, pipeline: Pipeline): Failure {
  if (phase === undefined) return surroundingFailure(error);
  if (phase.name === 'decoding') return decodeFailure(error);
  return handlerFailure(error, pipeline.policyOf(phase.decoded).errors);
}

export interface HandleIn {
  readonly pipeline: OncePipeline;
  readonly signal: AbortSignal;
  /** Counts a try and returns its number. */
  begin(): number;
}

/** Calls an event's handler in the transaction. */
export async function handleIn(
  { tx, sent, during }: Transacting,
  decoded: Decoded,
  { pipeline, signal, begin }: HandleIn,
): Promise<void> {
  await pipeline.reach('before-effect');
  const { timeout } = pipeline.policyOf(decoded);
  const transaction = { tx: tx.sql, sent };
  await during({ name: 'handling', decoded }, () =>
    pipeline.handle(decoded, { attempt: begin(), timeout, signal, transaction }),
  );
}
