import type { HandlerContext, ReceivedEvent } from '../core/application.ts';
import { createConcurrencyCap } from './concurrency-cap.ts';
import type { EventFunction } from './function-handler.ts';

export interface LocalFunctionOptions {
  /** Calls under way at the same time, whatever partitions their events come from. Default: as many as there are. */
  readonly concurrency?: number;
}

/**
 * A function in this process: a handler that calls it with the event and nothing else. What it throws is treated as the
 * failure of a handler, so `retryLater`, `retry` and `fatal` mean there what they mean everywhere.
 */
export function localFunction<Value, Key, Headers extends object>(
  run: EventFunction<Value, Key, Headers>,
  { concurrency = Number.MAX_SAFE_INTEGER }: LocalFunctionOptions = {},
): (event: ReceivedEvent<Value, Key, Headers>, ctx: Pick<HandlerContext<object>, 'signal'>) => Promise<void> {
  const cap = createConcurrencyCap(concurrency);
  return ({ topic: _topic, partition: _partition, offset: _offset, ...event }, { signal }) =>
    cap.run(signal, () => run(event, { signal }));
}
