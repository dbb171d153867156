import type { Awaitable } from '../core/awaitable.ts';

/**
 * Remembers what `load` gave for a key, for ever, and from then on gives it at once; calls for a key that is being loaded
 * share its promise. A failure is not remembered: the next call tries again.
 */
export function sharedLoads<Key, Value extends object | number>(): (
  key: Key,
  load: () => Promise<Value>,
) => Awaitable<Value> {
  const loads = new Map<Key, Awaitable<Value>>();
  return (key, load) => {
    const known = loads.get(key);
    if (known !== undefined) return known;
    const loading = load();
    loads.set(key, loading);
    loading.then(
      (value) => loads.set(key, value),
      () => loads.delete(key),
    );
    return loading;
  };
}
