import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSubscriptionMemory } from './subscription-memory.ts';

const place = { topic: 'orders', partition: 0 };

afterEach(() => {
  vi.useRealTimers();
});

describe('createSubscriptionMemory', () => {
  it('knows where the group stood last, by partition', () => {
    const memory = createSubscriptionMemory();
    memory.committed({ ...place, offset: 5n });
    memory.committed({ ...place, offset: 7n });
    expect(memory.position(place)).toBe(7n);
    expect(memory.position({ ...place, partition: 1 })).toBeUndefined();
  });

  it('tells once of partitions that were added, and which they are', () => {
    const memory = createSubscriptionMemory();
    expect(memory.counted(new Map([['orders', 3]]))).toEqual([]);
    expect(memory.counted(new Map([['orders', 3]]))).toEqual([]);
    expect(memory.counted(new Map([['orders', 5]]))).toEqual([
      expect.objectContaining({
        code: 'PARTITIONS_ADDED',
        message: expect.stringContaining("topic 'orders' has 5 partitions, it had 3"),
      }),
    ]);
    expect(memory.counted(new Map([['orders', 5]]))).toEqual([]);
    expect([2, 3, 4].map((partition) => memory.wasAdded({ topic: 'orders', partition }))).toEqual([false, true, true]);
    expect(memory.wasAdded({ topic: 'unknown', partition: 9 })).toBe(false);
  });

  it('gives up where a partition stands still at one offset for the fourth time', () => {
    const memory = createSubscriptionMemory();
    for (const times of [1, 2, 3, 4]) {
      memory.stalled([{ ...place, offset: 5n }]);
      expect(memory.isHopeless).toBe(times === 4);
    }
  });

  it('takes what has moved on between for a beginning', () => {
    const memory = createSubscriptionMemory();
    for (const offset of [5n, 5n, 5n, 6n, 6n, 6n]) memory.stalled([{ ...place, offset }]);
    expect(memory.isHopeless).toBe(false);
  });

  it('says since when partitions stand still, until they move', () => {
    vi.useFakeTimers({ now: 1_000 });
    const memory = createSubscriptionMemory();
    expect(memory.stalledSince([])).toBeUndefined();
    memory.stalled([{ ...place, offset: 5n }]);
    vi.setSystemTime(2_000);
    memory.stalled([{ ...place, offset: 5n }]);
    // While the next member joins there is no progress to see.
    expect(memory.stalledSince([])).toEqual(new Date(1_000));
    expect(memory.stalledSince([{ ...place, offset: 5n }])).toEqual(new Date(1_000));
    expect(memory.stalledSince([{ ...place, offset: 6n }])).toBeUndefined();
    expect(memory.stalledSince([{ ...place, partition: 1, offset: 5n }])).toBeUndefined();
  });
});
