import { expect, it } from 'vitest';
import type { StoredRecord, Transport } from '../core/transport.ts';
import { createBuilders } from '../testing/builders.ts';
import { runWithFaults } from '../testing/faults/run-with-faults.ts';
import { openHarness } from '../testing/harness/open-harness.ts';
import { smallContract } from '../testing/small-contract.ts';
import { openTap } from './open-tap.ts';

const target = { topic: 'orders.copy', partitions: 2, replicas: 1, config: {} };

const build = createBuilders(smallContract);
const messages = ['a', 'b', 'a', 'c', 'b', 'a', 'a'].map((key, index) => {
  const order = build.orderPlaced({ orderId: `00000000-0000-4000-8000-00000000000${index}` }, { key });
  return ['orderPlaced', order] as const;
});

/** What a topic holds, in order per partition. */
async function recordsOf(transport: Transport, topic: string, count: number): Promise<readonly StoredRecord[]> {
  const records: StoredRecord[] = [];
  const subscription = await transport.subscribe({
    group: crypto.randomUUID(),
    topics: [topic],
    startFrom: 'earliest',
    onRecords: async (_, batch) => void records.push(...batch),
  });
  await expect.poll(() => records.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(count);
  await subscription.close();
  return records;
}

const text = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('latin1');

/** The ids of each key, in the order in which they first stand there. */
function idsByKey(records: readonly StoredRecord[]): Readonly<Record<string, readonly string[]>> {
  const ids = new Map<string, Set<string>>();
  for (const { key, headers } of records) {
    const known = ids.get(text(key)) ?? new Set();
    ids.set(text(key), known.add(text(headers.get('ce_id'))));
  }
  return Object.fromEntries([...ids].map(([key, set]) => [key, [...set]]));
}

it('copies each event once and in order with delivery, whatever crashes on the way', { timeout: 300_000 }, async () => {
  const { runs, faults } = await runWithFaults({
    open: (options) => openHarness(smallContract, options),
    prepare: async ({ transport }) => void (await transport.ensureTopics([target])),
    start: (engine) => openTap({ name: 'tap', from: { topic: 'orders' }, copy: [{ to: target }] }, engine),
    messages,
    check: async ({ transport, database }) => {
      const source = await recordsOf(transport, 'orders', messages.length);
      const copy = await recordsOf(transport, target.topic, messages.length);
      expect(idsByKey(copy)).toEqual(idsByKey(source));
      // An id entered the outbox once: the inbox has it once, and duplicates of it were told apart.
      const inbox = await database.transaction((tx) => tx.query('select event_id from eventwright_inbox'));
      expect(inbox).toHaveLength(messages.length);
      const values = new Set(copy.map(({ key, value }) => `${text(key)} ${text(value)}`));
      expect(values.size).toBe(messages.length);
    },
    seeds: 14,
  });
  expect(runs).toBe(14);
  expect(Math.min(faults.crash, faults.duplicate, faults['publish-unknown'])).toBeGreaterThan(0);
});
