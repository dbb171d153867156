/** A promise of which it is known whether anybody listens to it. */
export interface HeardPromise<T> {
  /** To be given away. That it rejects where nobody listens is no unhandled rejection. */
  readonly promise: Promise<T>;
  /** Whether somebody has waited for the promise or has set out to. */
  readonly isHeard: boolean;
}

export function heardPromise<T>(of: Promise<T>): HeardPromise<T> {
  let isHeard = false;
  of.catch(() => undefined);
  // Not a subclass: `await` takes a native promise without calling its `then`, and calls that of anything else.
  const promise: Promise<T> = {
    // biome-ignore lint/suspicious/noThenProperty: to hear of each call of it is what this is for.
    then: (onFulfilled, onRejected) => {
      isHeard = true;
      return of.then(onFulfilled, onRejected);
    },
    catch: (onRejected) => promise.then(undefined, onRejected),
    finally: (onFinally) => {
      isHeard = true;
      return of.finally(onFinally);
    },
    [Symbol.toStringTag]: 'Promise',
  };
  return {
    promise,
    get isHeard() {
      return isHeard;
    },
  };
}
