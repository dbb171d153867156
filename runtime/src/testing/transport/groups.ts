import { expect } from 'vitest';
import type { ContractCases, ContractContext } from './context.ts';
import { type commitAll, commitNothing, type RecordingConsumer } from './recording-consumer.ts';
import { keyPerPartition, numbered, record, values } from './records.ts';

export const groups: ContractCases = {
  'gives every group all records': async ({ transport, topic, group, consume, eventually }) => {
    const name = await topic({ partitions: 2 });
    const consumers = [
      await consume({ group: group(), topics: [name] }),
      await consume({ group: group(), topics: [name] }),
    ];
    await transport.publish(numbered(name, 20));
    for (const consumer of consumers) {
      await eventually(() => expect(sorted(consumer)).toEqual(sortedNumbers(20)));
    }
  },

  'tells of every claim as it begins, also of a partition without records': async ({
    transport,
    topic,
    group,
    eventually,
  }) => {
    const name = await topic({ partitions: 3 });
    const claimed: number[] = [];
    const subscription = await transport.subscribe({
      group: group(),
      topics: [name],
      startFrom: 'earliest',
      onClaim: ({ topic: of, partition }) => void (of === name && claimed.push(partition)),
      onRecords: async () => undefined,
    });
    await eventually(() => expect([...claimed].sort()).toEqual([0, 1, 2]));
    await subscription.close();
  },

  'shares the partitions among the members of a group, each record to one': async (context) => {
    const name = await context.topic({ partitions: 4 });
    const group = context.group();
    const members = [
      await context.consume({ group, topics: [name] }),
      await context.consume({ group, topics: [name] }),
    ];
    await settle(context, { topic: name, partitions: 4, members });
    expect(members.map((member) => partitionsOf(member).length)).toEqual([2, 2]);
    await context.transport.publish(numbered(name, 100, { prefix: 'shared-' }));
    const shared = () => members.flatMap((member) => values(member.records()).filter((v) => v?.startsWith('shared-')));
    await context.eventually(() => expect(new Set(shared()).size).toBe(100));
    expect(shared()).toHaveLength(100);
  },

  'moves partitions to a member that joins, at the committed offset': async (context) => {
    const name = await context.topic({ partitions: 2 });
    const keys = keyPerPartition(2);
    const group = context.group();
    const first = await context.consume({ group, topics: [name], handle: commitOnly('0') });
    await context.transport.publish(keys.flatMap((key) => numbered(name, 5, { key })));
    await context.eventually(() => expect(first.records()).toHaveLength(10));
    const before = first.claims();
    const second = await context.consume({ group, topics: [name], handle: commitNothing });
    await settle(context, { topic: name, partitions: 2, members: [first, second] });

    const [moved] = partitionsOf(second);
    expect(values(second.records().filter(({ partition }) => partition === moved)).slice(0, 4)).toEqual([
      ...['1', '2', '3', '4'],
    ]);
    const ended = before.find(({ partition }) => partition === moved);
    expect(ended?.signal.aborted).toBe(true);
    await expect(ended?.commit(5n)).rejects.toMatchObject({ code: 'CLAIM_ENDED' });

    await second.close();
    await context.eventually(() => {
      const claim = first.liveClaims().find(({ partition }) => partition === moved);
      const again = first.deliveries.filter((delivery) => delivery.claim === claim);
      expect(values(again.flatMap(({ records }) => records)).slice(0, 4)).toEqual(['1', '2', '3', '4']);
    });
  },

  'moves the partitions of a member that leaves to the others': async (context) => {
    const name = await context.topic({ partitions: 4 });
    const group = context.group();
    const staying = await context.consume({ group, topics: [name] });
    const leaving = await context.consume({ group, topics: [name] });
    await settle(context, { topic: name, partitions: 4, members: [staying, leaving] });
    await leaving.close();
    const heard = leaving.records().length;
    await settle(context, { topic: name, partitions: 4, members: [staying] });
    expect(leaving.records()).toHaveLength(heard);
    expect(leaving.liveClaims()).toEqual([]);
  },

  'keeps a member without a partition ready to take over': async (context) => {
    const name = await context.topic();
    const group = context.group();
    const members = [
      await context.consume({ group, topics: [name] }),
      await context.consume({ group, topics: [name] }),
    ];
    await context.eventually(async () => {
      await context.transport.publish([record(name, 'probe')]);
      expect(members.flatMap((member) => member.liveClaims())).toHaveLength(1);
    });
    const owner = members.find((member) => member.liveClaims().length === 1);
    const idle = members.find((member) => member !== owner);
    await owner?.close();
    await context.transport.publish([record(name, 'taken over')]);
    await context.eventually(() => expect(values(idle?.records() ?? [])).toContain('taken over'));
  },

  'forgets a group that ends with its subscription': async ({ transport, topic, group, consume, eventually }) => {
    const name = await topic();
    const options = { group: group(), topics: [name], isEphemeral: true };
    await transport.publish([record(name, 'kept')]);
    const first = await consume(options);
    await eventually(() => expect(values(first.records())).toEqual(['kept']));
    await first.close();
    const second = await consume(options);
    await eventually(() => expect(values(second.records())).toEqual(['kept']));
  },

  'lets members of one group read different topics': async ({ transport, topic, group, consume, eventually }) => {
    const [orders, payments] = [await topic(), await topic()];
    const shared = group();
    const ofOrders = await consume({ group: shared, topics: [orders] });
    const ofPayments = await consume({ group: shared, topics: [payments] });
    await transport.publish([record(orders, 'order'), record(payments, 'payment')]);
    await eventually(() => expect(new Set(values(ofOrders.records()))).toEqual(new Set(['order'])));
    await eventually(() => expect(new Set(values(ofPayments.records()))).toEqual(new Set(['payment'])));
  },
};

interface Settlement {
  readonly topic: string;
  readonly partitions: number;
  readonly members: readonly RecordingConsumer[];
}

/** Sends records until every partition has come to exactly one member, and every member has one. */
async function settle(context: ContractContext, { topic, partitions, members }: Settlement): Promise<void> {
  const probes = keyPerPartition(partitions).map((key) => record(topic, 'probe', key));
  await context.eventually(async () => {
    await context.transport.publish(probes);
    const held = members.map(partitionsOf);
    expect(held.flat().sort()).toEqual([...Array(partitions).keys()]);
    expect(held.every((own) => own.length > 0)).toBe(true);
  });
}

function partitionsOf(member: RecordingConsumer): readonly number[] {
  return member.liveClaims().map(({ partition }) => partition);
}

/** Commits the first record of each partition and no more. */
function commitOnly(value: string): typeof commitAll {
  return async (claim, records) => {
    const first = records.find((stored) => values([stored])[0] === value);
    await (first && claim.commit(first.offset + 1n));
  };
}

function sorted(consumer: RecordingConsumer): readonly number[] {
  return values(consumer.records())
    .map(Number)
    .sort((a, b) => a - b);
}

function sortedNumbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
