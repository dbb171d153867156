import { describe, expect, it } from 'vitest';
import { createGroupCoordinator, type GroupCoordinator, type GroupMember } from './group-coordinator.ts';
import type { PartitionLog } from './storage.ts';

const PARTITIONS: readonly PartitionLog[] = ['orders', 'orders', 'payments'].map((topic, index) => ({
  topic,
  partition: index % 2,
  start: 0,
  end: 0,
  append: async () => 0,
  read: async () => [],
  grown: async () => undefined,
}));

interface RecordingMember extends GroupMember {
  accepting: boolean;
  readonly held: Set<PartitionLog>;
}

interface Bench {
  readonly coordinator: GroupCoordinator;
  member(...topics: readonly string[]): RecordingMember;
}

/** Members that fail the test if a partition is granted while another holds it. */
function createBench(): Bench {
  const owners = new Map<PartitionLog, GroupMember>();
  const partitionsOf = (topic: string) => PARTITIONS.filter((partition) => partition.topic === topic);
  return {
    coordinator: createGroupCoordinator(partitionsOf),
    member(...topics) {
      const held = new Set<PartitionLog>();
      const member: RecordingMember = {
        topics: new Set(topics),
        accepting: true,
        held,
        grant(partition) {
          expect(owners.has(partition)).toBe(false);
          owners.set(partition, member);
          held.add(partition);
        },
        revoke(partition) {
          expect(owners.get(partition)).toBe(member);
          owners.delete(partition);
          held.delete(partition);
        },
      };
      return member;
    },
  };
}

describe('createGroupCoordinator', () => {
  it('shares partitions as members come and go, and never gives one to two', () => {
    const { coordinator, member } = createBench();
    const members = [member('orders', 'payments'), member('orders', 'payments'), member('orders', 'payments')];
    const sizes = () => members.map(({ held }) => held.size);
    const [first, second, third] = members;
    for (const [join, expected] of [
      [first, [3, 0, 0]],
      [second, [2, 1, 0]],
      [third, [1, 1, 1]],
    ] as const) {
      join && coordinator.join('group', join);
      expect(sizes()).toEqual(expected);
    }
    first && coordinator.leave('group', first);
    expect(sizes().sort()).toEqual([0, 1, 2]);
    expect(first?.held.size).toBe(0);
  });

  it('gives a member only partitions of its own topics', () => {
    const { coordinator, member } = createBench();
    const [orders, payments] = [member('orders'), member('payments')];
    coordinator.join('group', orders);
    coordinator.join('group', payments);
    expect([...orders.held].map(({ topic }) => topic)).toEqual(['orders', 'orders']);
    expect([...payments.held].map(({ topic }) => topic)).toEqual(['payments']);
  });

  it('gives nothing more to a member that has stopped, which keeps what it has', () => {
    const { coordinator, member } = createBench();
    const [stopped, other] = [member('orders'), member('orders')];
    coordinator.join('group', stopped);
    coordinator.join('group', other);
    stopped.accepting = false;
    coordinator.leave('group', other);
    expect(stopped.held.size).toBe(1);
  });

  it('keeps groups apart and forgets those without members', () => {
    const { coordinator, member } = createBench();
    const one = member('orders');
    coordinator.join('one', one);
    expect([coordinator.hasMembers('one'), coordinator.hasMembers('two')]).toEqual([true, false]);
    coordinator.leave('two', one);
    expect(one.held.size).toBe(2);
    coordinator.leave('one', one);
    coordinator.leave('one', one);
    expect(one.held.size).toBe(0);
    expect(coordinator.hasMembers('one')).toBe(false);
  });
});
