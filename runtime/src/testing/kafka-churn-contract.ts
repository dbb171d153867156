import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it, vi } from 'vitest';
import type { Subscription, Transport } from '../core/transport.ts';

export interface KafkaChurnContract {
  connect(options: {
    readonly brokers: readonly string[];
    readonly clientId: string;
    readonly sessionTimeout: number;
  }): Promise<Transport>;
  /** Connections of a transport with one member of a group. */
  readonly sockets: number;
}

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',');
const rounds = 12;

/** A member that goes without leaving holds the others up for so long, in milliseconds. */
const sessionTimeout = 10_000;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Connections of this process. */
const countSockets = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;

async function usedHeap(): Promise<number> {
  collectGarbage();
  await sleep(50);
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** That members which come and go leave nothing behind. */
export function describeKafkaChurn(name: string, { connect, sockets }: KafkaChurnContract): void {
  it(`${name}: leaves no connections and no memory behind, however often members join and close in the midst of it`, {
    timeout: 180_000,
  }, async () => {
    const transport = await connect({ brokers, clientId: 'churn', sessionTimeout });
    const topic = `churn.${randomUUID()}`;
    const group = randomUUID();
    await transport.ensureTopics([{ topic, partitions: 4, replicas: 1, config: {} }]);
    const join = (): Promise<Subscription> =>
      transport.subscribe({ group, topics: [topic], startFrom: 'earliest', onRecords: async () => undefined });
    const resident = await join();
    const heaps: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const began = Date.now();
      const visitor = await join();
      expect(Date.now() - began).toBeLessThan(sessionTimeout - 2_000);
      // Closes while the group rebalances because of the next one.
      const next = connect({ brokers, clientId: 'churn', sessionTimeout });
      await visitor.close();
      const other = await next;
      const joining = other
        .subscribe({ group, topics: [topic], startFrom: 'earliest', onRecords: async () => undefined })
        .catch((error: unknown) => expect(error).toMatchObject({ code: 'TRANSPORT_CLOSED' }));
      await sleep(20 * round);
      await other.close();
      await joining;
      heaps.push(await usedHeap());
    }
    await vi.waitFor(() => expect(countSockets()).toBe(sockets), { timeout: 10_000 });
    // The first rounds load what is loaded once.
    const growth = (heaps.at(-1) ?? 0) - (heaps[rounds / 2] ?? 0);
    expect(growth).toBeLessThan(4_000_000);
    await resident.close();
    await transport.close();
  });
}
