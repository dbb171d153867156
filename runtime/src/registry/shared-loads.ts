/**
 * Remembers what `load` gave for a key, for ever; calls for a key that is being loaded share its promise. A failure is
 * not remembered: the next call tries again.
 */
export function sharedLoads<Key, Value>(): (key: Key, load: () => Promise<Value>) => Promise<Value> {
  const loads = new Map<Key, Promise<Value>>();
  return (key, load) => {
    const known = loads.get(key);
    if (known !== undefined) return known;
    const loading = load();
    loads.set(key, loading);
    loading.catch(() => loads.delete(key));
    return loading;
  };
}
