import { describe, expect, it } from 'vitest';
import { RuntimeError } from '../../core/errors.ts';
import { quietLogger } from '../../core/quiet-logger.ts';
import { outgoing } from '../testing/records.ts';
import { createUnreliablePublisher, type UnreliablePublisher } from '../testing/unreliable-publisher.ts';
import type { OutboxRow } from './outbox-rows.ts';
import { createOutgoing, type Outgoing } from './outgoing.ts';
import { newShard } from './shard-state.ts';

const row = (topic: string): OutboxRow => ({ shard: 0, seq: 1n, record: outgoing(topic, 'k', 'v') });

function start(
  publisher: UnreliablePublisher,
  areLeased = (): boolean => true,
): { out: Outgoing; time: { now: number } } {
  const time = { now: 0 };
  const log = quietLogger(undefined);
  return { out: createOutgoing({ publisher, log, holds: true, clock: () => time.now, areLeased }), time };
}

describe('createOutgoing', () => {
  it('publishes nothing that was read under leases that have ended since', async () => {
    const publisher = createUnreliablePublisher();
    const { out } = start(publisher, () => false);
    await out.publish(newShard(0, 1n), [row('orders')]);
    expect(publisher.calls).toEqual([]);
    expect(out.takeResults()).toEqual({ acknowledged: [], refused: [] });
  });

  it('keeps what is acknowledged until it is written, and hands it over once', async () => {
    const { out } = start(createUnreliablePublisher());
    await out.publish(newShard(0, 1n), [row('orders')]);
    expect(out.isDone()).toBe(false);
    const results = out.takeResults();
    expect(results.acknowledged).toEqual([row('orders')]);
    expect(out.isDone()).toBe(true);
    out.putBack(results);
    expect(out.takeResults()).toEqual(results);
  });

  it('leaves a topic alone for longer each time that it fails, up to five seconds, and no other topic', async () => {
    const publisher = createUnreliablePublisher();
    const down = new RuntimeError('TRANSPORT_FAILED', 'away');
    publisher.fail = ([record]) => {
      if (record?.topic === 'orders') throw down;
    };
    const { out, time } = start(publisher);
    const pauses: number[] = [];
    for (let failure = 0; failure < 10; failure += 1) {
      await out.publish(newShard(0, 1n), [row('orders'), row('parcels')]);
      expect(out.paused()).toEqual(['orders']);
      expect(out.error).toBe(down);
      const failedAt = time.now;
      while (out.paused().length > 0) time.now += 1;
      pauses.push(time.now - failedAt);
    }
    expect(pauses[0]).toBeGreaterThanOrEqual(40);
    expect(pauses[0]).toBeLessThanOrEqual(51);
    expect(pauses.at(-1)).toBeGreaterThanOrEqual(4_000);
    expect(pauses.at(-1)).toBeLessThanOrEqual(5_001);
    expect(out.takeResults().acknowledged).toHaveLength(10);
    publisher.fail = () => undefined;
    await out.publish(newShard(0, 1n), [row('orders')]);
    expect(out.error).toBeUndefined();
  });
});
