import type { Logger } from '../client.ts';
import type { Publisher, StoredRecord } from '../transport.ts';
import type { Outcome } from './accounting.ts';
import { backoffDelay } from './backoff.ts';
import { type Death, deadLetterOf } from './dead-letter.ts';
import type { Decode, Decoded } from './decode.ts';
import { decodeFailure, handlerFailure } from './failure.ts';
import type { Handle } from './handle.ts';
import type { Turn } from './lanes.ts';
import { type RetryPolicy, startRetries } from './retry-policy.ts';

/** The slots of the pipeline, in their fixed order, and what they need. A record's lane has been found before. */
export interface Pipeline {
  readonly decode: Decode;
  readonly handle: Handle;
  readonly policy: RetryPolicy;
  /** Takes dead letters. */
  readonly publisher: Publisher;
  /** Names that dead letters carry. */
  readonly owner: Pick<Death, 'group' | 'service' | 'serviceVersion'>;
  readonly now: () => Date;
  readonly log: Logger;
}

/**
 * Decodes and handles a record until that has an end: applied, ignored or durably dead-lettered. Rejects when the turn
 * or the signal says that the work no longer counts.
 */
export async function processRecord(
  record: StoredRecord,
  { turn, signal }: { readonly turn: Turn; readonly signal: AbortSignal },
  pipeline: Pipeline,
): Promise<Outcome> {
  const next = startRetries(pipeline.policy);
  let decoded: Decoded | undefined;
  let attempts = 0;
  let firstFailedAt: Date | undefined;
  for (;;) {
    try {
      decoded ??= await pipeline.decode(record);
      if (decoded === undefined) return 'ignored';
      attempts += 1;
      await pipeline.handle(decoded, attempts, signal);
      signal.throwIfAborted();
      return 'applied';
    } catch (error) {
      signal.throwIfAborted();
      const step = next(decoded === undefined ? decodeFailure(error) : handlerFailure(error));
      const failedAt = pipeline.now();
      firstFailedAt ??= failedAt;
      const details = { ...describe(record, decoded), attempts, err: error };
      if (step.kind === 'dead') {
        pipeline.log.error({ ...details, reason: step.reason }, 'message goes to the dead letter topic');
        const death = { reason: step.reason, error, attempts: Math.max(attempts, 1), firstFailedAt, deadAt: failedAt };
        await bury(record, { ...death, ...pipeline.owner }, { turn, pipeline });
        return 'dead';
      }
      pipeline.log.warn({ ...details, retryIn: step.milliseconds }, 'message failed, will be tried again');
      await turn.pause(step.milliseconds, step.scope);
    }
  }
}

/** Resolves once the dead letter is durable; for as long as that fails it keeps trying, and the record is not done. */
async function bury(
  record: StoredRecord,
  death: Death,
  { turn, pipeline }: { readonly turn: Turn; readonly pipeline: Pipeline },
): Promise<void> {
  const letter = deadLetterOf(record, death);
  for (let failures = 1; ; failures += 1) {
    try {
      await pipeline.publisher.publish([letter]);
      return;
    } catch (error) {
      const retryIn = backoffDelay(failures, pipeline.policy.outage, pipeline.policy.random);
      const details = { ...describe(record), deadLetterTopic: letter.topic, retryIn, err: error };
      pipeline.log.error(details, 'dead letter could not be published, will be tried again');
      await turn.pause(retryIn, 'all');
    }
  }
}

function describe({ topic, partition, offset }: StoredRecord, decoded?: Decoded): object {
  const position = { topic, partition, offset };
  return decoded === undefined ? position : { ...position, message: decoded.event.name, id: decoded.event.id };
}
