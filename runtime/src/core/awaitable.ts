/** The value itself where it is at hand, else a promise of it. What would reject is thrown where it is known at once. */
export type Awaitable<T> = T | Promise<T>;

/** Goes on with the value: at once where it is at hand, since to wait costs more than most of what follows. */
export function andThen<T, U>(value: Awaitable<T>, next: (value: T) => Awaitable<U>): Awaitable<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}
