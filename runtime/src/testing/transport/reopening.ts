import { expect } from 'vitest';
import type { ContractCases } from './context.ts';
import { commitNothing } from './recording-consumer.ts';
import { content, numbered, record, values } from './records.ts';

/** Promises of logs that outlive their transport. These tests take `context.transport` anew after each reopening. */
export const reopening: ContractCases = {
  'finds records and topics again': async (context) => {
    const name = await context.topic({ partitions: 2 });
    const sent = [...numbered(name, 20), record(name, null, 'tombstone')];
    await context.transport.publish(sent);
    await context.reopen();
    const spec = { topic: name, partitions: 2, replicas: 1, config: {} };
    expect(await context.transport.ensureTopics([spec])).toEqual([]);
    const consumer = await context.consume({ group: context.group(), topics: [name] });
    await context.eventually(() => expect(consumer.records()).toHaveLength(21));
    expect(new Set(consumer.records().map(contentText))).toEqual(new Set(sent.map(contentText)));
  },

  'goes on with the offsets of a partition': async (context) => {
    const name = await context.topic();
    const [before] = await context.transport.publish([record(name, 'before')]);
    await context.reopen();
    const [after] = await context.transport.publish([record(name, 'after')]);
    expect(after?.offset).toBeGreaterThan(before?.offset ?? 0n);
    const consumer = await context.consume({ group: context.group(), topics: [name] });
    await context.eventually(() => expect(values(consumer.records())).toEqual(['before', 'after']));
  },

  'lets a group go on where it stopped': async (context) => {
    const name = await context.topic();
    const group = context.group();
    await context.transport.publish(numbered(name, 6));
    const first = await context.consume({ group, topics: [name], handle: commitNothing });
    await context.eventually(() => expect(first.records()).toHaveLength(6));
    await first.claims()[0]?.commit((first.records()[3]?.offset ?? 0n) + 1n);
    await context.reopen();
    const second = await context.consume({ group, topics: [name], startFrom: 'latest' });
    await context.eventually(() => expect(values(second.records())).toEqual(['4', '5']));
  },

  'delivers to a group what came while it was away': async (context) => {
    const name = await context.topic();
    const group = context.group();
    const first = await context.consume({ group, topics: [name] });
    await context.transport.publish([record(name, 'heard')]);
    await context.eventually(() => expect(first.records()).toHaveLength(1));
    await first.close();
    await context.transport.publish([record(name, 'away')]);
    await context.reopen();
    await context.transport.publish([record(name, 'back')]);
    const second = await context.consume({ group, topics: [name] });
    await context.eventually(() => expect(values(second.records())).toEqual(['away', 'back']));
  },

  'leaves nothing behind of a subscription that was being opened when it was closed': async (context) => {
    const name = await context.topic();
    const group = context.group();
    const opening = context.consume({ group, topics: [name] }).catch(() => undefined);
    await context.transport.publish([record(name, 'before')]);
    await context.reopen();
    const opened = await opening;
    expect(opened?.liveClaims() ?? []).toEqual([]);
    const heard = opened?.records().length ?? 0;
    const next = await context.consume({ group, topics: [name] });
    await context.transport.publish([record(name, 'after')]);
    await context.eventually(() => expect(values(next.records())).toContain('after'));
    expect(opened?.records() ?? []).toHaveLength(heard);
  },
};

function contentText(record: Parameters<typeof content>[0]): string {
  return JSON.stringify(content(record));
}
