import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it, vi } from 'vitest';
import type { Subscription } from '../core/transport.ts';
import { connectKafka } from './connect-kafka.ts';

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',');
const rounds = 12;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** What one member holds: a connection for fetches, and one for all else. */
const socketsOfMember = 2;

/** Connections of this process. */
const countSockets = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;

async function usedHeap(): Promise<number> {
  collectGarbage();
  await sleep(50);
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

it('leaves no connections and no memory behind, however often members join and close in the midst of it', {
  timeout: 180_000,
}, async () => {
  const transport = await connectKafka({ brokers, clientId: 'churn', sessionTimeout: 6_000 });
  const topic = `churn.${randomUUID()}`;
  const group = randomUUID();
  await transport.ensureTopics([{ topic, partitions: 4, replicas: 1, config: {} }]);
  const join = (): Promise<Subscription> =>
    transport.subscribe({ group, topics: [topic], startFrom: 'earliest', onRecords: async () => undefined });
  const resident = await join();
  const heaps: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const visitor = await join();
    // Closes while the group rebalances because of the next one.
    const next = connectKafka({ brokers, clientId: 'churn', sessionTimeout: 6_000 });
    await visitor.close();
    const other = await next;
    const joining = other.subscribe({
      group,
      topics: [topic],
      startFrom: 'earliest',
      onRecords: async () => undefined,
    });
    await sleep(20 * round);
    await other.close();
    await joining.catch((error: unknown) => expect(error).toMatchObject({ code: 'TRANSPORT_CLOSED' }));
    heaps.push(await usedHeap());
  }
  await vi.waitFor(() => expect(countSockets()).toBe(socketsOfMember), { timeout: 10_000 });
  // The first rounds load what is loaded once.
  const growth = (heaps.at(-1) ?? 0) - (heaps[rounds / 2] ?? 0);
  expect(growth).toBeLessThan(4_000_000);
  await resident.close();
  await transport.close();
});
