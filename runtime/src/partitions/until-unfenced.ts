import { setTimeout as sleep } from 'node:timers/promises';

export interface Creation<T> {
  create(): Promise<T>;
  /** Whether a creation was refused since there are fewer brokers than replicas: `INVALID_REPLICATION_FACTOR`. */
  lacksBrokers(error: unknown): boolean;
  /** How long to try, in milliseconds. */
  readonly timeout: number;
}

/** Milliseconds. */
const pollInterval = 100;

/**
 * Creates a topic that asks for no more replicas than the cluster has brokers. Right after a start a broker is known to
 * clients while the controller still holds it back (it is fenced), so that the cluster says it had too few.
 */
export async function untilUnfenced<T>({ create, lacksBrokers, timeout }: Creation<T>): Promise<T> {
  const deadline = performance.now() + timeout;
  for (;;) {
    try {
      return await create();
    } catch (error) {
      if (!lacksBrokers(error) || performance.now() > deadline) throw error;
      await sleep(pollInterval);
    }
  }
}
