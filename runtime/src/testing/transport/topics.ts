import { expect } from 'vitest';
import type { TopicSpec } from '../../core/transport.ts';
import { type ContractCases, uniqueName } from './context.ts';
import { numbered, record } from './records.ts';

export const topics: ContractCases = {
  'creates the topics that are missing and names them': async ({ transport, topic }) => {
    const existing = await topic();
    const missing = uniqueName('topic');
    expect(await transport.ensureTopics([spec(existing), spec(missing, 2)])).toEqual([missing]);
    expect(await transport.ensureTopics([spec(existing), spec(missing, 2)])).toEqual([]);
  },

  'has a topic ready for records once it is created': async ({ transport }) => {
    const name = uniqueName('topic');
    await transport.ensureTopics([spec(name, 3)]);
    expect(await transport.publish(numbered(name, 9))).toHaveLength(9);
  },

  'leaves an existing topic as it is': async ({ transport, topic }) => {
    const name = await topic({ partitions: 2 });
    await transport.ensureTopics([spec(name, 6)]);
    const positions = await transport.publish(numbered(name, 30));
    expect(new Set(positions.map(({ partition }) => partition))).toEqual(new Set([0, 1]));
  },

  'creates a topic once when calls overlap': async ({ transport }) => {
    const name = uniqueName('topic');
    await Promise.all(Array.from({ length: 3 }, () => transport.ensureTopics([spec(name)])));
    expect(await transport.publish([record(name, 'value')])).toHaveLength(1);
  },

  'refuses names that no Kafka topic can have': async ({ transport }) => {
    for (const name of ['', '.', '..', '../up', 'a/b', 'with space', 'x'.repeat(250)]) {
      const refused = transport.ensureTopics([spec(name)]);
      await expect(refused, `topic ${JSON.stringify(name)}`).rejects.toMatchObject({ code: 'CONFIGURATION_INVALID' });
    }
  },

  'refuses records for a topic that does not exist': async ({ transport, topic }) => {
    const name = await topic();
    const missing = uniqueName('missing');
    const call = transport.publish([record(name, 'value'), record(missing, 'value')]);
    await expect(call).rejects.toMatchObject({ code: 'TOPIC_UNKNOWN', message: expect.stringContaining(missing) });
  },

  'refuses a subscription to a topic that does not exist': async ({ group, consume }) => {
    const missing = uniqueName('missing');
    const call = consume({ group: group(), topics: [missing] });
    await expect(call).rejects.toMatchObject({ code: 'TOPIC_UNKNOWN', message: expect.stringContaining(missing) });
  },
};

function spec(topic: string, partitions = 1): TopicSpec {
  return { topic, partitions, replicas: 1, config: {} };
}
