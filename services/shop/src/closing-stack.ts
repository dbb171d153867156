/** Things that were opened, to be closed in the opposite order. */
export interface ClosingStack {
  add(close: () => Promise<void>): void;
  /** Closes everything, also what follows a failure; then rejects with the first failure. A second call does nothing. */
  close(): Promise<void>;
}

export function closingStack(): ClosingStack {
  const closers: (() => Promise<void>)[] = [];
  return {
    add(close) {
      closers.push(close);
    },
    async close() {
      const failures: unknown[] = [];
      for (const close of closers.splice(0).reverse()) await close().catch((error: unknown) => failures.push(error));
      if (failures.length > 0) throw failures[0];
    },
  };
}
