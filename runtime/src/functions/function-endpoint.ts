import type { Message } from '../core/application.ts';
import { RuntimeError } from '../core/errors.ts';
import { handlingOf, retryAfterOf } from '../core/handler-error.ts';
import type { SchemaRegistry } from '../core/schema-registry.ts';
import { eventReader } from './event-reader.ts';
import type { EventFunction } from './function-handler.ts';
import { Refusal, readRequest } from './read-request.ts';

export interface FunctionEndpointOptions {
  /** Needed for events in binary mode. */
  readonly registry?: SchemaRegistry;
  /** Bytes that a request may have. Default 1,048,576. */
  readonly maxBytes?: number;
  /** Is told what the function throws. */
  readonly onError?: (error: unknown) => void;
}

/**
 * A plain function as the target of `httpFunction`: it takes what that sends, in either mode, and answers by the same
 * rules. 204: done. 422: `fatal`. 503: `retryLater` and `retry`, with `Retry-After`. 500: anything else that it throws. A
 * request that holds no event of this message is refused with 400, 405, 413 or 415, so it goes to the dead letter topic.
 *
 * Whoever can reach it can call it: check who calls before it does, as by the `authorization` that the caller sends.
 */
export function functionEndpoint<Value, Key, Headers extends object>(
  message: Message<Value, unknown, Key, unknown, Headers>,
  run: EventFunction<Value, Key, Headers>,
  { registry, maxBytes = 1_048_576, onError = () => undefined }: FunctionEndpointOptions = {},
): (request: Request) => Promise<Response> {
  const eventOf = eventReader(message, registry);
  return async (request) => {
    try {
      const event = await eventOf(await readRequest(request, maxBytes)).catch((error: unknown) => {
        throw refusalOf(error);
      });
      await run(event, { signal: request.signal });
      return new Response(null, { status: 204 });
    } catch (error) {
      if (error instanceof Refusal) return new Response(`${error.message}\n`, { status: error.status });
      onError(error);
      return answerTo(error);
    }
  };
}

/** What cannot be read is the fault of the request; what has to be there for reading is not. */
function refusalOf(error: unknown): unknown {
  const faults = ['VALUE_INVALID', 'VALUE_UNREADABLE', 'FRAME_INVALID', 'SCHEMA_UNKNOWN', 'HEADER_INVALID'] as const;
  const isFault = error instanceof Error && faults.some((code) => RuntimeError.is(error, code));
  return isFault ? new Refusal(400, error.message) : error;
}

/** What went wrong is for the log of the function, not for its caller. */
function answerTo(error: unknown): Response {
  const handling = handlingOf(error);
  if (handling === 'fatal') return new Response('the function refuses the event\n', { status: 422 });
  if (handling === undefined && !isAway(error)) return new Response('the function failed\n', { status: 500 });
  const after = error instanceof Error ? (retryAfterOf(error) ?? 1_000) : 1_000;
  const headers = { 'retry-after': String(Math.ceil(after / 1_000)) };
  return new Response('the function asks for the event later\n', { status: 503, headers });
}

const isAway = (error: unknown): boolean => RuntimeError.is(error, 'REGISTRY_UNAVAILABLE');
