export interface Closable {
  close(): Promise<void>;
}

/** Closes everything, the last one first, and rejects with the first failure once all have been tried. */
export async function closeAll(closables: readonly Closable[]): Promise<void> {
  const failures: unknown[] = [];
  for (const closable of closables.toReversed()) {
    await closable.close().catch((failure: unknown) => failures.push(failure));
  }
  if (failures.length > 0) {
    throw failures[0];
  }
}
