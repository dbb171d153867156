import type { StoredRecord } from '../core/transport.ts';

export interface DeliveryOptions {
  /** Takes a batch; the next one follows when the promise resolves. */
  handle(records: readonly StoredRecord[]): Promise<void>;
  /** Has no more records fetched, as enough wait here. */
  pause(): void;
  /** Has records fetched again. */
  resume(): void;
  /** The handler failed; nothing is handed to it any more. */
  onFailure(error: Error): void;
}

/** Hands the batches of one partition to a handler, one at a time and in their order. */
export interface Delivery {
  push(records: readonly StoredRecord[]): void;
  /** Hands over nothing more, also none that waits. */
  stop(): void;
}

/**
 * While the handler is at work one more batch waits here, so a quick handler never waits for the network; the rest
 * stays with the broker.
 */
export function createDelivery(options: DeliveryOptions): Delivery {
  let waiting: readonly StoredRecord[] | undefined;
  let working = false;
  let stopped = false;

  function stop(): void {
    stopped = true;
    waiting = undefined;
  }

  function takeWaiting(): readonly StoredRecord[] | undefined {
    const records = waiting;
    waiting = undefined;
    if (records !== undefined) options.resume();
    return records;
  }

  async function work(first: readonly StoredRecord[]): Promise<void> {
    working = true;
    try {
      for (let records: readonly StoredRecord[] | undefined = first; records !== undefined; records = takeWaiting()) {
        await options.handle(records);
      }
    } catch (error) {
      stop();
      options.onFailure(error instanceof Error ? error : new Error(String(error)));
    }
    working = false;
  }

  return {
    push(records) {
      if (stopped || records.length === 0) return;
      if (!working) {
        void work(records);
        return;
      }
      waiting = [...(waiting ?? []), ...records];
      options.pause();
    },
    stop,
  };
}
