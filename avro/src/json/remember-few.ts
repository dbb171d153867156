/** How many results are remembered: enough for the two versions of a schema that are compared, and types that both use. */
const few = 8;

/** A function of an object that remembers the results that were asked for last. */
export function rememberFew<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  let last: { readonly key: Key; readonly value: Value } | undefined;
  return (key) => {
    if (last?.key === key) return last.value;
    const value = known.get(key) ?? make(key);
    // Entries stand in the order in which they were asked for last.
    known.delete(key);
    known.set(key, value);
    const [oldest] = known.size > few ? known.keys() : [];
    if (oldest !== undefined) known.delete(oldest);
    last = { key, value };
    return value;
  };
}
