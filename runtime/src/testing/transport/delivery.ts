import { expect } from 'vitest';
import type { ContractCases } from './context.ts';
import { createGate } from './gate.ts';
import { commitAll } from './recording-consumer.ts';
import { keyPerPartition, numbered, record, values } from './records.ts';

export const delivery: ContractCases = {
  'starts a new group at the earliest record where asked to': async ({
    transport,
    topic,
    group,
    consume,
    eventually,
  }) => {
    const name = await topic();
    await transport.publish(numbered(name, 3));
    const consumer = await consume({ group: group(), topics: [name], startFrom: 'earliest' });
    await eventually(() => expect(values(consumer.records())).toEqual(['0', '1', '2']));
  },

  'starts a new group at the latest record where asked to, missing none after that': async ({
    transport,
    topic,
    group,
    consume,
    eventually,
  }) => {
    const name = await topic({ partitions: 3 });
    const keys = keyPerPartition(3);
    await transport.publish(keys.map((key) => record(name, 'before', key)));
    const consumer = await consume({ group: group(), topics: [name], startFrom: 'latest' });
    await transport.publish(keys.map((key) => record(name, 'after', key)));
    await eventually(() => expect(values(consumer.records())).toEqual(['after', 'after', 'after']));
  },

  'delivers records that come while it is subscribed': async ({ transport, topic, group, consume, eventually }) => {
    const name = await topic();
    const consumer = await consume({ group: group(), topics: [name] });
    for (const value of ['one', 'two', 'three']) {
      await transport.publish([record(name, value)]);
      await eventually(() => expect(values(consumer.records()).at(-1)).toBe(value));
    }
    expect(values(consumer.records())).toEqual(['one', 'two', 'three']);
    expect(consumer.claims()).toHaveLength(1);
  },

  'calls the handler for one claim at a time, for different claims at once': async ({
    transport,
    topic,
    group,
    consume,
    eventually,
  }) => {
    const name = await topic({ partitions: 2 });
    const [blockedKey = '', freeKey = ''] = keyPerPartition(2);
    const gate = createGate();
    const consumer = await consume({
      group: group(),
      topics: [name],
      async handle(claim, records) {
        await (claim.partition === 0 ? gate.passed : undefined);
        await commitAll(claim, records);
      },
    });
    const callsFor = (partition: number) => consumer.deliveries.filter(({ claim }) => claim.partition === partition);
    await transport.publish([record(name, 'held', blockedKey)]);
    await eventually(() => expect(callsFor(0)).toHaveLength(1));
    await transport.publish(numbered(name, 10, { key: blockedKey }));
    for (let round = 1; round <= 3; round++) {
      await transport.publish([record(name, 'free', freeKey)]);
      await eventually(() => expect(callsFor(1).flatMap(({ records }) => records)).toHaveLength(round));
    }
    expect(callsFor(0)).toHaveLength(1);
    gate.open();
    await eventually(() => expect(callsFor(0).flatMap(({ records }) => records)).toHaveLength(11));
    expect(values(callsFor(0).flatMap(({ records }) => records))).toEqual(['held', ...numbers(10)]);
  },

  'reads again from the committed offset after a handler has failed': async ({
    transport,
    topic,
    group,
    consume,
    eventually,
  }) => {
    const name = await topic();
    await transport.publish(numbered(name, 5));
    const failure = new Error('the handler failed');
    let failures = 0;
    const consumer = await consume({
      group: group(),
      topics: [name],
      async handle(claim, records) {
        if (failures++ === 0) {
          await claim.commit((records[0]?.offset ?? 0n) + 1n);
          throw failure;
        }
        await commitAll(claim, records);
      },
    });
    await eventually(() => expect(values(consumer.records()).at(-1)).toBe('4'));
    await eventually(() => expect(consumer.claims()).toHaveLength(2));
    const [first, second] = consumer.claims();
    const again = consumer.deliveries.filter(({ claim }) => claim === second).flatMap(({ records }) => records);
    expect(values(again)).toEqual(['1', '2', '3', '4']);
    expect(first?.signal.aborted).toBe(true);
    await expect(first?.commit(5n)).rejects.toMatchObject({ code: 'CLAIM_ENDED' });
    expect(consumer.errors.some((error) => error === failure || error.cause === failure)).toBe(true);
  },

  'keeps the membership of a handler that takes its time': async ({
    transport,
    topic,
    group,
    consume,
    eventually,
    slowHandler,
  }) => {
    const name = await topic();
    await transport.publish([record(name, 'slow')]);
    const gate = createGate();
    const timer = setTimeout(gate.open, slowHandler);
    const consumer = await consume({
      group: group(),
      topics: [name],
      async handle(claim, records) {
        await gate.passed;
        await commitAll(claim, records);
      },
    });
    await gate.passed;
    clearTimeout(timer);
    await transport.publish([record(name, 'next')]);
    await eventually(() => expect(values(consumer.records())).toEqual(['slow', 'next']));
    expect(consumer.claims()).toHaveLength(1);
    expect(consumer.liveClaims()).toHaveLength(1);
  },
};

function numbers(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${index}`);
}
