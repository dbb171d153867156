import type { Delivery, DeliveryTransaction } from '../../delivery.ts';
import { RuntimeError } from '../../errors.ts';
import { type SentRecords, sentRecords } from '../../sent-records.ts';
import type { Decoded } from '../decode.ts';
import { type Failure, handlerFailure, surroundingFailure } from '../failure.ts';
import type { Pipeline } from '../process-record.ts';

/** The pipeline, with delivery. */
export interface OncePipeline extends Pipeline {
  readonly delivery: Delivery;
  /** Nothing can be settled until somebody has seen to it. */
  halted(error: Error): void;
}

/** A transaction at work. */
export interface Transacting {
  readonly tx: DeliveryTransaction;
  /** What goes to the outbox at its end. */
  readonly sent: SentRecords;
  /** The event's handler is called: from here to the end of the transaction a failure may be the event's own fault. */
  handles(decoded: Decoded): void;
}

/** How a transaction has ended. */
export type Transacted<T> =
  | { readonly kind: 'committed'; readonly result: T }
  | { readonly kind: 'failed'; readonly error: unknown; readonly failure: Failure };

/** Runs the work in a transaction and says how it ended. Rejects with the signal's reason where it no longer counts. */
export async function transact<T>(
  pipeline: OncePipeline,
  signal: AbortSignal,
  work: (transacting: Transacting) => Promise<T>,
): Promise<Transacted<T>> {
  let handled: Decoded | undefined;
  const handles = (decoded: Decoded): void => {
    handled = decoded;
  };
  try {
    const result = await pipeline.delivery.transaction(async (tx) => {
      const sent = sentRecords();
      const done = await work({ tx, sent, handles });
      signal.throwIfAborted();
      const records = sent.all();
      if (records.length > 0) await tx.enqueue(records);
      await pipeline.reach('after-effect');
      return done;
    });
    await pipeline.reach('after-commit');
    return { kind: 'committed', result };
  } catch (error) {
    signal.throwIfAborted();
    if (handled === undefined && RuntimeError.is(error, 'OFFSET_OUT_OF_RANGE')) pipeline.halted(error);
    return { kind: 'failed', error, failure: failureOf(error, handled, pipeline) };
  }
}

function failureOf(error: unknown, handled: Decoded | undefined, pipeline: Pipeline): Failure {
  return handled === undefined ? surroundingFailure(error) : handlerFailure(error, pipeline.policyOf(handled).errors);
}

export interface HandleIn {
  readonly pipeline: OncePipeline;
  readonly signal: AbortSignal;
  /** Counts a try and returns its number. */
  begin(): number;
}

/** Calls an event's handler in the transaction. */
export async function handleIn(
  { tx, sent, handles }: Transacting,
  decoded: Decoded,
  { pipeline, signal, begin }: HandleIn,
): Promise<void> {
  await pipeline.reach('before-effect');
  const { timeout } = pipeline.policyOf(decoded);
  const transaction = { tx: tx.sql, sent };
  handles(decoded);
  await pipeline.handle(decoded, { attempt: begin(), timeout, signal, transaction });
}
