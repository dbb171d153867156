import { expect } from 'vitest';
import type { ContractCases } from './context.ts';
import { createGate } from './gate.ts';
import { commitAll, commitNothing } from './recording-consumer.ts';
import { numbered, record, values } from './records.ts';

export const closing: ContractCases = {
  'delivers nothing after stop, while claims go on committing': async ({
    transport,
    topic,
    group,
    consume,
    eventually,
  }) => {
    const name = await topic();
    const shared = group();
    const stopped = await consume({ group: shared, topics: [name], handle: commitNothing });
    const witness = await consume({ group: group(), topics: [name] });
    await transport.publish(numbered(name, 2));
    await eventually(() => expect(stopped.records()).toHaveLength(2));
    await stopped.stop();
    await transport.publish([record(name, 'after stop')]);
    await eventually(() => expect(witness.records()).toHaveLength(3));
    expect(stopped.records()).toHaveLength(2);

    const [claim] = stopped.claims();
    expect(claim?.signal.aborted).toBe(false);
    await claim?.commit((stopped.records()[1]?.offset ?? 0n) + 1n);
    await stopped.close();
    expect(stopped.records()).toHaveLength(2);
    const next = await consume({ group: shared, topics: [name] });
    await eventually(() => expect(values(next.records())).toEqual(['after stop']));
  },

  'stops without waiting for a handler at work, whose commit counts': async ({
    transport,
    topic,
    group,
    consume,
    eventually,
  }) => {
    const name = await topic();
    const shared = group();
    const [gate, handled] = [createGate(), createGate()];
    const consumer = await consume({
      group: shared,
      topics: [name],
      async handle(claim, records) {
        await gate.passed;
        await commitAll(claim, records);
        handled.open();
      },
    });
    await transport.publish([record(name, 'at work')]);
    await eventually(() => expect(consumer.records()).toHaveLength(1));
    await consumer.stop();
    await transport.publish([record(name, 'not begun')]);
    gate.open();
    await handled.passed;
    await consumer.close();
    expect(values(consumer.records())).toEqual(['at work']);
    const next = await consume({ group: shared, topics: [name] });
    await eventually(() => expect(values(next.records())).toEqual(['not begun']));
  },

  'ends its claims on close, also those of handlers at work': async ({
    transport,
    topic,
    group,
    consume,
    eventually,
  }) => {
    const name = await topic();
    const shared = group();
    const gate = createGate();
    const consumer = await consume({ group: shared, topics: [name], handle: () => gate.passed });
    await transport.publish([record(name, 'in flight')]);
    await eventually(() => expect(consumer.records()).toHaveLength(1));
    const [claim] = consumer.claims();
    expect(claim?.signal.aborted).toBe(false);
    await consumer.close();
    expect(claim?.signal.aborted).toBe(true);
    await expect(claim?.commit(1n)).rejects.toMatchObject({ code: 'CLAIM_ENDED' });
    gate.open();
    const next = await consume({ group: shared, topics: [name] });
    await eventually(() => expect(values(next.records())).toEqual(['in flight']));
  },

  'lets a subscription be stopped and closed more than once': async ({ topic, group, consume }) => {
    const consumer = await consume({ group: group(), topics: [await topic()] });
    await Promise.all([consumer.stop(), consumer.stop()]);
    await Promise.all([consumer.close(), consumer.close()]);
    await consumer.stop();
    await consumer.close();
  },

  'closes its subscriptions with the transport': async ({ transport, topic, group, consume, eventually }) => {
    const name = await topic();
    const consumer = await consume({ group: group(), topics: [name], handle: commitNothing });
    await transport.publish([record(name, 'value')]);
    await eventually(() => expect(consumer.records()).toHaveLength(1));
    await transport.close();
    const [claim] = consumer.claims();
    expect(claim?.signal.aborted).toBe(true);
    await expect(claim?.commit(1n)).rejects.toMatchObject({ code: 'CLAIM_ENDED' });
    await consumer.close();
  },

  'finishes the publishes under way before it is closed': async ({ transport, topic }) => {
    const name = await topic();
    const publishing = Promise.all(numbered(name, 10).map((outgoing) => transport.publish([outgoing])));
    await transport.close();
    expect(await publishing).toHaveLength(10);
  },

  'does nothing once it is closed': async ({ transport, topic, group, consume }) => {
    const name = await topic();
    await transport.close();
    await transport.close();
    const closed = { code: 'TRANSPORT_CLOSED' };
    await expect(transport.publish([record(name, 'value')])).rejects.toMatchObject(closed);
    await expect(consume({ group: group(), topics: [name] })).rejects.toMatchObject(closed);
    await expect(
      transport.ensureTopics([{ topic: name, partitions: 1, replicas: 1, config: {} }]),
    ).rejects.toMatchObject(closed);
  },
};
