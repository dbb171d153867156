import type { JsonValue } from '@eventwright/avro';

/** Where a registry keeps its changes, in order and for good. */
export interface Store {
  /** Everything that was kept before the store was opened, in order. */
  readonly entries: Iterable<JsonValue>;
  /**
   * Keeps entries, all of them or none, in the order of the calls. Resolves once a crash cannot lose them. Rejects with
   * a `StoreError` when they could not be kept; after that the store takes nothing more.
   */
  append(entries: readonly JsonValue[]): Promise<void>;
  /** Resolves once all that was appended so far is kept, and rejects as `append` does. */
  settled(): Promise<void>;
  /** Waits for what was appended and frees the store for others. */
  close(): Promise<void>;
}
