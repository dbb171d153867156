import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Running } from '../core/client.ts';
import { RuntimeError } from '../core/errors.ts';
import { encodeEventHeaders } from '../core/headers.ts';
import { type JsonRegistry, jsonRegistry } from '../core/testing/json-registry.ts';
import { orderConfirmed, orderPlaced } from '../core/testing/orders-application.ts';
import type { OutgoingRecord, StoredRecord, TopicSpec, Transport } from '../core/transport.ts';
import { type Wait, waitByTimer } from '../core/wait.ts';
import { openMemoryLog } from '../embedded/index.ts';
import { openTap } from './open-tap.ts';
import { type Tap, where } from './tap.ts';
import { pathHeader } from './tapped-copy.ts';

/** A hundred times as fast as time is. */
const fast: Wait = (milliseconds, signal) => waitByTimer(milliseconds / 100, signal);
const until = (condition: () => void): Promise<void> => vi.waitFor(condition, { timeout: 10_000, interval: 5 });

const orders = topic('shop.orders');
const sales = topic('shop.sales');
const rest = topic('shop.rest');

let log: Transport;
let registry: JsonRegistry;
let running: Running[];

beforeEach(async () => {
  log = openMemoryLog();
  registry = jsonRegistry();
  running = [];
  await log.ensureTopics([orders, sales, rest, topic('shop.orders.dlt')]);
});

afterEach(async () => {
  await Promise.all(running.map((one) => one.close()));
  await log.close();
});

async function open(tap: Tap, transport: Transport = log): Promise<Running> {
  const one = await openTap(tap, { transport, registry, wait: fast });
  running.push(one);
  return one;
}

const attributes = {
  source: '/shop',
  subject: undefined,
  time: new Date(0),
  correlationId: 'c',
  causationId: undefined,
};

function placed(order: string, total: number): OutgoingRecord {
  const headers = encodeEventHeaders({ ...attributes, id: `${order}-${total}`, type: orderPlaced.type });
  headers.set('sales_channel', new TextEncoder().encode('web'));
  const value = registry.bytesOf(orderPlaced.value, { order, total });
  return { topic: orders.topic, key: registry.bytesOf(orderPlaced.key, order), value, headers };
}

function confirmed(order: string): OutgoingRecord {
  const headers = encodeEventHeaders({ ...attributes, id: `${order}-confirmed`, type: orderConfirmed.type });
  const value = registry.bytesOf(orderConfirmed.value, { order });
  return { topic: orders.topic, key: registry.bytesOf(orderPlaced.key, order), value, headers };
}

/** What a topic holds, in order per partition, once it holds so many records. */
async function recordsOf(name: string, count: number): Promise<readonly StoredRecord[]> {
  const records: StoredRecord[] = [];
  const subscription = await log.subscribe({
    group: crypto.randomUUID(),
    topics: [name],
    startFrom: 'earliest',
    onRecords: async (_, batch) => void records.push(...batch),
  });
  await until(() => expect(records.length).toBeGreaterThanOrEqual(count));
  await subscription.close();
  expect(records).toHaveLength(count);
  return records;
}

/** Without being a `Buffer`. */
const plain = (bytes: Uint8Array | null | undefined): Uint8Array => new Uint8Array(bytes ?? []);

const idsOf = (records: readonly { readonly headers: OutgoingRecord['headers'] }[]): readonly string[] =>
  records.map(({ headers }) => new TextDecoder().decode(headers.get('ce_id')));

function topic(name: string): TopicSpec {
  return { topic: name, partitions: 3, replicas: 1, config: {} };
}

describe('openTap', () => {
  it('copies what is there from the first record on, byte for byte, whatever it is', async () => {
    const junk = {
      topic: orders.topic,
      key: null,
      value: Uint8Array.of(9, 9),
      headers: new Map([['ce_time', Uint8Array.of(255)]]),
    };
    await log.publish([placed('o-1', 1), junk]);
    const tap = await open({ name: 'all', from: orders, copy: [{ to: sales }] });
    await log.publish([confirmed('o-1')]);
    await until(() => expect(tap.accounting.applied).toBe(3));
    const copies = await recordsOf(sales.topic, 3);
    const [first] = copies.filter(({ headers }) => headers.has('sales_channel'));
    const original = placed('o-1', 1);
    expect([first?.key, first?.value].map(plain)).toEqual([original.key, original.value]);
    const headers = new Map([...(first?.headers ?? [])].map(([name, bytes]) => [name, plain(bytes)]));
    expect(headers).toEqual(new Map([...original.headers, [pathHeader, new TextEncoder().encode('shop.orders')]]));
    expect(copies.map(({ value }) => plain(value))).toContainEqual(junk.value);
  });

  it('copies what a typed predicate chooses, and counts the rest as ignored', async () => {
    const large = where(orderPlaced, ({ value, headers }) => value.total > 10 && headers.sales_channel === 'web');
    const tap = await open({ name: 'large', from: orders, copy: [{ to: sales, when: large }] });
    await log.publish([placed('o-1', 11), placed('o-1', 3), confirmed('o-1')]);
    await until(() => expect(tap.accounting).toMatchObject({ applied: 1, ignored: 2 }));
    expect(idsOf(await recordsOf(sales.topic, 1))).toEqual(['o-1-11']);
  });

  it('copies to every route that fits, and diverts to the first alone', async () => {
    const routes = [{ to: sales, when: [where(orderPlaced), () => false] }, { to: rest }];
    const copying = await open({ name: 'copy', from: orders, copy: routes });
    await log.publish([placed('o-1', 1), confirmed('o-1')]);
    await until(() => expect(copying.accounting.applied).toBe(2));
    expect(idsOf(await recordsOf(rest.topic, 2))).toEqual(['o-1-1', 'o-1-confirmed']);
    await copying.close();
    const diverting = await open({ name: 'divert', from: orders, divert: routes });
    await until(() => expect(diverting.accounting.applied).toBe(2));
    expect(idsOf(await recordsOf(rest.topic, 3))).toEqual(['o-1-1', 'o-1-confirmed', 'o-1-confirmed']);
    expect(idsOf(await recordsOf(sales.topic, 2))).toEqual(['o-1-1', 'o-1-1']);
  });

  it('ends where taps feed each other', async () => {
    const there = await open({ name: 'there', from: orders, copy: [{ to: sales }] });
    const back = await open({ name: 'back', from: sales, copy: [{ to: orders }] });
    await log.publish([placed('o-1', 1)]);
    await until(() => expect(there.accounting.applied).toBe(1));
    await until(() => expect(back.accounting).toMatchObject({ ignored: 1, applied: 0 }));
    await recordsOf(orders.topic, 1);
  });

  it('gives up what it cannot decode or judge, and goes on', async () => {
    const odd = where(orderPlaced, ({ value }) => {
      if (value.total === 13) throw new Error('never 13');
      return true;
    });
    const tap = await open({ name: 'odd', from: orders, copy: [{ to: sales, when: odd }] });
    await log.publish([{ ...placed('o-1', 1), value: Uint8Array.of(9) }, placed('o-1', 13), placed('o-1', 2)]);
    await until(() => expect(tap.accounting).toMatchObject({ applied: 1, dead: 2 }));
    const letters = await recordsOf('shop.orders.dlt', 2);
    const reasons = letters.map(({ headers }) => new TextDecoder().decode(headers.get('dlq_reason')));
    expect(reasons).toEqual(['poison', 'exhausted']);
  });

  it('commits an offset once the copy is acknowledged, and not before', async () => {
    const acknowledged = Promise.withResolvers<void>();
    const commits: bigint[] = [];
    const slow: Transport = {
      ...log,
      publish: async (records) => {
        const positions = await log.publish(records);
        await acknowledged.promise;
        return positions;
      },
      subscribe: (options) =>
        log.subscribe({
          ...options,
          onRecords: (claim, records) =>
            options.onRecords(
              Object.assign(Object.create(claim), {
                commit: async (offset: bigint) => {
                  commits.push(offset);
                  await claim.commit(offset);
                },
              }),
              records,
            ),
        }),
    };
    await open({ name: 'slow', from: orders, copy: [{ to: sales }] }, slow);
    await log.publish([placed('o-1', 1)]);
    await recordsOf(sales.topic, 1);
    expect(commits).toEqual([]);
    acknowledged.resolve();
    await until(() => expect(commits).toEqual([1n]));
  });

  it('has a copy that equals its source per key, while publishing fails now and then', async () => {
    const keys = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(keys, fc.infiniteStream(fc.boolean()), async (sequence, failures) => {
        const name = `shop.source-${crypto.randomUUID()}`;
        const target = topic(`${name}-copy`);
        await log.ensureTopics([topic(name), target]);
        const failing: Transport = {
          ...log,
          publish: async (records) => {
            if (failures.next().value) throw new RuntimeError('TRANSPORT_FAILED', 'the broker does not answer');
            return log.publish(records);
          },
        };
        const records = sequence.map((key, index) => ({ ...placed(key, index), topic: name }));
        await log.publish(records);
        const tap = await open({ name, from: { topic: name }, copy: [{ to: target }] }, failing);
        await until(() => expect(tap.accounting.applied).toBe(records.length));
        await tap.close();
        const copies = await recordsOf(target.topic, records.length);
        for (const key of new Set(sequence)) {
          const bytes = registry.bytesOf(orderPlaced.key, key).join();
          const ofKey = (all: readonly OutgoingRecord[]) => idsOf(all.filter((one) => one.key?.join() === bytes));
          expect(ofKey(copies)).toEqual(ofKey(records));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('says what is missing', async () => {
    const tap = { name: 'large', from: orders, copy: [{ to: sales, when: where(orderPlaced) }] };
    await expect(openTap(tap, { transport: log })).rejects.toThrow(
      '[CONFIGURATION_INVALID] the tap large has to decode OrderPlaced and has no registry',
    );
  });
});
