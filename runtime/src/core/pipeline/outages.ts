/** Something is away; who waits for it says when that is over. */
export interface Outages {
  began(error: unknown): () => void;
  /** The one that has lasted longest. */
  current(): { readonly since: Date; readonly error: unknown } | undefined;
}

export function watchOutages(now: () => Date): Outages {
  // A Set keeps the order of insertion, so its first element is the oldest.
  const outages = new Set<{ readonly since: Date; readonly error: unknown }>();
  return {
    began: (error) => {
      const outage = { since: now(), error };
      outages.add(outage);
      return () => void outages.delete(outage);
    },
    current: () => outages.values().next().value,
  };
}
