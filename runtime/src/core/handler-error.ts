/** How a handler wants its failure to be taken. */
export type Handling = 'retry-later' | 'fatal';

/** An error that a handler throws on purpose. Told apart by its property, so copies of this package understand each other. */
export interface HandlerError extends Error {
  readonly handling: Handling;
}

/**
 * An error that says: not yet, but surely later. The event waits, with all that follow it under the same key, and is
 * tried again for as long as needed; events of other keys flow. It never goes to the dead letter topic.
 */
export function retryLater(message: string, options?: ErrorOptions): HandlerError {
  return handlerError('RetryLater', 'retry-later', message, options);
}

/** An error that says: trying again is useless. The event goes to the dead letter topic at once. */
export function fatal(message: string, options?: ErrorOptions): HandlerError {
  return handlerError('Fatal', 'fatal', message, options);
}

/** What the error asks for, if it was made by `retryLater` or `fatal`. */
export function handlingOf(error: unknown): Handling | undefined {
  if (!(error instanceof Error) || !('handling' in error)) return undefined;
  return error.handling === 'retry-later' || error.handling === 'fatal' ? error.handling : undefined;
}

function handlerError(name: string, handling: Handling, message: string, options?: ErrorOptions): HandlerError {
  return Object.assign(new Error(message, options), { name, handling });
}
