/**
 * Remembers what `load` gave for a key, for ever; calls for a key that is being loaded share its promise. A failure is
 * not remembered: the next call tries again.
 */
export function share<Key, Value>(load: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const loaded = new Map<Key, Promise<Value>>();
  return (key) => {
    const known = loaded.get(key);
    if (known !== undefined) return known;
    const loading = load(key);
    loaded.set(key, loading);
    loading.catch(() => loaded.delete(key));
    return loading;
  };
}
