/** How a handler wants its failure to be taken. */
export type Handling = 'retry-later' | 'retry' | 'fatal';

/** An error that a handler throws on purpose. Told apart by its property, so copies of this package understand each other. */
export interface HandlerError extends Error {
  readonly handling: Handling;
  /** Of `retry`: the next try comes no sooner than so many milliseconds from now. */
  readonly retryAfter?: number;
}

/**
 * An error that says: not yet, but surely later. The event waits, with all that follow it under the same key, and is
 * tried again for as long as needed; events of other keys flow. It never goes to the dead letter topic.
 */
export function retryLater(message: string, options?: ErrorOptions): HandlerError {
  return handlerError('RetryLater', 'retry-later', message, options);
}

/**
 * An error that says: trying again at once is useless, later it may help. The event's later tries follow, during which its
 * key is parked, none of them before `after` milliseconds; once they are used up it goes to the dead letter topic. Where
 * there are no later tries, those in place are made.
 */
export function retry(
  message: string,
  { after, ...options }: ErrorOptions & { readonly after?: number } = {},
): HandlerError {
  const error = handlerError('Retry', 'retry', message, options);
  return after === undefined ? error : Object.assign(error, { retryAfter: after });
}

/** An error that says: trying again is useless. The event goes to the dead letter topic at once. */
export function fatal(message: string, options?: ErrorOptions): HandlerError {
  return handlerError('Fatal', 'fatal', message, options);
}

/** What the error asks for, if it was made by one of these. */
export function handlingOf(error: unknown): Handling | undefined {
  if (!(error instanceof Error) || !('handling' in error)) return undefined;
  const { handling } = error;
  return handling === 'retry-later' || handling === 'retry' || handling === 'fatal' ? handling : undefined;
}

/** When the error wants its next try at the earliest, in milliseconds from now. */
export function retryAfterOf(error: Error): number | undefined {
  const after = 'retryAfter' in error ? error.retryAfter : undefined;
  return typeof after === 'number' && after >= 0 && Number.isFinite(after) ? after : undefined;
}

function handlerError(name: string, handling: Handling, message: string, options?: ErrorOptions): HandlerError {
  return Object.assign(new Error(message, options), { name, handling });
}
