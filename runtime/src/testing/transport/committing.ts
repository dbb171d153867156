import { expect } from 'vitest';
import type { ContractCases } from './context.ts';
import { commitAll, commitNothing } from './recording-consumer.ts';
import { keyPerPartition, numbered, record, values } from './records.ts';

export const committing: ContractCases = {
  'goes on after what was committed': async ({ transport, topic, group, consume, eventually }) => {
    const name = await topic();
    const shared = group();
    await transport.publish(numbered(name, 5));
    const first = await consume({ group: shared, topics: [name], handle: commitNothing });
    await eventually(() => expect(first.records()).toHaveLength(5));
    await first.claims()[0]?.commit((first.records()[2]?.offset ?? 0n) + 1n);
    await first.close();
    const second = await consume({ group: shared, topics: [name] });
    await eventually(() => expect(values(second.records())).toEqual(['3', '4']));
    await eventually(() => second.close());
    await transport.publish([record(name, 'later')]);
    const third = await consume({ group: shared, topics: [name] });
    await eventually(() => expect(values(third.records())).toEqual(['later']));
  },

  'delivers again what was not committed': async ({ transport, topic, group, consume, eventually }) => {
    const name = await topic();
    const shared = group();
    await transport.publish(numbered(name, 3));
    for (let attempt = 1; attempt <= 2; attempt++) {
      const consumer = await consume({ group: shared, topics: [name], handle: commitNothing });
      await eventually(() => expect(values(consumer.records())).toEqual(['0', '1', '2']));
      await consumer.close();
    }
  },

  'keeps a position for each partition': async ({ transport, topic, group, consume, eventually }) => {
    const name = await topic({ partitions: 2 });
    const shared = group();
    const [ahead = '', behind = ''] = keyPerPartition(2);
    await transport.publish([...numbered(name, 3, { key: ahead }), ...numbered(name, 3, { key: behind })]);
    const first = await consume({
      group: shared,
      topics: [name],
      handle: async (claim, records) => (claim.partition === 0 ? commitAll(claim, records) : undefined),
    });
    await eventually(() => expect(first.records()).toHaveLength(6));
    await first.close();
    await transport.publish([record(name, 'new', ahead), record(name, 'new', behind)]);
    const second = await consume({ group: shared, topics: [name] });
    const of = (partition: number) => values(second.records().filter((stored) => stored.partition === partition));
    await eventually(() => expect([of(0), of(1)]).toEqual([['new'], ['0', '1', '2', 'new']]));
  },

  'keeps the positions of groups apart': async ({ transport, topic, group, consume, eventually }) => {
    const name = await topic();
    await transport.publish(numbered(name, 2));
    const first = await consume({ group: group(), topics: [name] });
    await eventually(() => expect(first.records()).toHaveLength(2));
    await first.close();
    const other = await consume({ group: group(), topics: [name] });
    await eventually(() => expect(values(other.records())).toEqual(['0', '1']));
  },

  'lets a claim commit while its records are handled, and in between': async ({
    transport,
    topic,
    group,
    consume,
    eventually,
  }) => {
    const name = await topic();
    const shared = group();
    await transport.publish([record(name, 'one')]);
    const consumer = await consume({ group: shared, topics: [name], handle: commitAll });
    await eventually(() => expect(consumer.records()).toHaveLength(1));
    const [claim] = consumer.claims();
    const committed = (consumer.records()[0]?.offset ?? 0n) + 1n;
    await claim?.commit(committed);
    await claim?.commit(committed);
    await transport.publish([record(name, 'two')]);
    await eventually(() => expect(values(consumer.records())).toEqual(['one', 'two']));
    expect(consumer.claims()).toEqual([claim]);
  },
};
