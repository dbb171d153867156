import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openMemoryLog } from '../embedded/index.ts';
import type { Client, ReceiveOptions, Running } from './client.ts';
import { createClient } from './create-client.ts';
import { RuntimeError } from './errors.ts';
import { fatal } from './handler-error.ts';
import type { Telemetry, Work } from './telemetry.ts';
import { type JsonRegistry, jsonRegistry } from './testing/json-registry.ts';
import {
  deadLetterChannels,
  type OrdersHandlers,
  type OrdersSends,
  ordersApplication,
  ordersChannel,
  stockChannel,
} from './testing/orders-application.ts';
import { recordingLogger } from './testing/recording-logger.ts';
import { type RecordingTelemetry, recordingTelemetry } from './testing/recording-telemetry.ts';
import type { StoredRecord, SubscribeOptions, Transport, WireHeaders } from './transport.ts';
import { type Wait, waitByTimer } from './wait.ts';

/** A hundred times as fast as time is. */
const fast: Wait = (milliseconds, signal) => waitByTimer(milliseconds / 100, signal);

vi.setConfig({ testTimeout: 30_000 });

const until = (condition: () => void): Promise<void> => vi.waitFor(condition, { timeout: 10_000, interval: 5 });

let transport: Transport;
let registry: JsonRegistry;
let subscribed: SubscribeOptions[];
let log: ReturnType<typeof recordingLogger>;
let telemetry: RecordingTelemetry;
let running: Running[];

beforeEach(async () => {
  const memory = openMemoryLog();
  registry = jsonRegistry();
  subscribed = [];
  transport = {
    ...memory,
    subscribe: (options) => {
      subscribed.push(options);
      return memory.subscribe(options);
    },
  };
  log = recordingLogger();
  telemetry = recordingTelemetry(traceOf);
  running = [];
  await transport.ensureTopics([ordersChannel, stockChannel, ...deadLetterChannels]);
});

afterEach(async () => {
  await Promise.all(running.map((one) => one.close()));
  await transport.close();
});

const bytes = (text: string) => new TextEncoder().encode(text);

/** Each work that events come from has a trace that names it. */
function traceOf({ kind }: Work): WireHeaders {
  return kind === 'send' || kind === 'process' ? new Map([['traceparent', bytes(`the ${kind}`)]]) : new Map();
}

const textOf = (headers: WireHeaders | undefined, name: string): string | undefined => {
  const given = headers?.get(name);
  return given && new TextDecoder().decode(given);
};

function client(heard: readonly Telemetry[] = [telemetry]): Client<OrdersSends, OrdersHandlers> {
  return createClient(ordersApplication, { transport, registry, wait: fast, log, telemetry: heard });
}

const nothing: OrdersHandlers = {
  orderPlaced: async () => undefined,
  orderConfirmed: async () => undefined,
  stockChanged: async () => undefined,
};

async function receive(
  handlers: Partial<OrdersHandlers>,
  heard?: readonly Telemetry[],
  options?: ReceiveOptions<OrdersSends>,
): Promise<Running> {
  const one = await client(heard).receive({ ...nothing, ...handlers }, options);
  running.push(one);
  return one;
}

const place = (order: string, one = client()) =>
  one.send.orderPlaced({ key: order, value: { order, total: 3 }, headers: { sales_channel: 'app' } });

const worksOf = <Kind extends Work['kind']>(kind: Kind) =>
  telemetry.works.flatMap(({ work, end }) => (isOf(work, kind) ? [{ work, end }] : []));

const isOf = <Kind extends Work['kind']>(work: Work, kind: Kind): work is Extract<Work, { kind: Kind }> =>
  work.kind === kind;

const confirm: OrdersHandlers['orderPlaced'] = async ({ key }, ctx) => {
  await ctx.send.orderConfirmed({ key, value: { order: key } });
};

describe('a client with telemetry', () => {
  it('tells of a send and where it went', async () => {
    const sent = await place('o-1');
    const [{ work, end } = { work: undefined, end: undefined }] = worksOf('send');
    expect(work).toMatchObject({ id: sent.id, correlationId: sent.id, message: 'OrderPlaced' });
    expect(end).toEqual({ position: expect.objectContaining({ topic: 'shop.orders', ...sent.position }) });
  });

  it('tells of a send that fails', async () => {
    const error = new RuntimeError('TRANSPORT_FAILED', 'away');
    transport = { ...transport, publish: () => Promise.reject(error) };
    await expect(place('o-1')).rejects.toBe(error);
    expect(worksOf('send').map(({ end }) => end)).toEqual([{ error }]);
  });

  it('tells of a message from its arrival to its commit', async () => {
    const one = await receive({});
    const { id, position } = await place('o-1');
    await until(() => expect(one.accounting.applied).toBe(1));
    await until(() => expect(worksOf('settle').length).toBeGreaterThan(0));
    const at = { group: 'orders', topic: 'shop.orders', partition: position?.partition };
    expect(worksOf('receive').map(({ work }) => [work.group, work.topic, work.records.length])).toEqual([
      ['orders', 'shop.orders', 1],
    ]);
    expect(worksOf('process')).toMatchObject([{ work: { ...at, id, message: 'OrderPlaced', attempt: 1 }, end: {} }]);
    expect(worksOf('settle')).toMatchObject([{ work: { ...at, offset: (position?.offset ?? 0n) + 1n }, end: {} }]);
    expect(telemetry.facts).toContainEqual({ kind: 'settled', ...at, outcome: 'applied' });
    await place('o-1');
    await until(() => expect(one.accounting.applied).toBe(2));
    const assigned = { kind: 'assigned', ...at };
    expect(telemetry.facts.filter((fact) => isDeepStrictEqual(fact, assigned))).toHaveLength(1);
  });

  it('hands on the trace of the send, and of the handler to what it sends', async () => {
    const seen: WireHeaders[] = [];
    const one = await receive({ orderPlaced: confirm });
    await place('o-1');
    await until(() => expect(one.accounting.applied).toBe(2));
    for (const { work } of worksOf('process')) seen.push(work.trace);
    expect(seen.map((trace) => textOf(trace, 'traceparent'))).toEqual(['the send', 'the send']);
    const [, confirmed] = worksOf('send');
    expect(textOf(confirmed?.work.record.headers, 'traceparent')).toBe('the process');
  });

  it('leaves no state of another trace beside the one that it hands on', async () => {
    const records: StoredRecord[] = [];
    await transport.subscribe({
      group: 'reader',
      topics: ['shop.orders'],
      startFrom: 'latest',
      onRecords: async (_, batch) => void records.push(...batch),
    });
    telemetry = recordingTelemetry((work) =>
      work.kind === 'process'
        ? new Map([...traceOf(work), ['tracestate', bytes('of the handler')], ['baggage', bytes('b')]])
        : traceOf(work),
    );
    await receive({ orderPlaced: confirm });
    await place('o-1');
    await until(() => expect(records).toHaveLength(2));
    expect(textOf(records[1]?.headers, 'traceparent')).toBe('the send');
    expect([textOf(records[1]?.headers, 'tracestate'), textOf(records[1]?.headers, 'baggage')]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('tells of every try, and why a message is dead', async () => {
    const error = fatal('the card is stolen');
    const one = await receive({ orderPlaced: () => Promise.reject(error) });
    await place('o-1');
    await until(() => expect(one.accounting.dead).toBe(1));
    expect(worksOf('process').map(({ end }) => end)).toEqual([{ error }]);
    expect(worksOf('relay').map(({ work }) => work.records.map(({ topic }) => topic))).toEqual([['shop.orders.dlt']]);
    expect(telemetry.facts).toContainEqual(expect.objectContaining({ kind: 'buried', reason: 'fatal' }));
    expect(telemetry.facts).toContainEqual(expect.objectContaining({ kind: 'settled', outcome: 'dead' }));
  });

  it('tells of stalls and gaps, as the transport does', async () => {
    await receive({});
    const [options] = subscribed;
    options?.onError?.(new RuntimeError('SUBSCRIPTION_STALLED', 'nothing comes'));
    options?.onError?.(new RuntimeError('PARTITIONS_ADDED', 'keys move'));
    options?.onError?.(new RuntimeError('TRANSPORT_FAILED', 'something else'));
    options?.onFatal?.(new RuntimeError('OFFSET_OUT_OF_RANGE', 'a gap of 7'));
    const { group = '' } = options ?? {};
    expect(telemetry.facts.filter(({ kind }) => ['stalled', 'grown', 'gap'].includes(kind))).toEqual([
      { kind: 'stalled', group },
      { kind: 'grown', group },
      { kind: 'gap', group },
    ]);
  });

  it('tells of partitions that go, and how much is in flight until it is closed', async () => {
    const one = await receive({});
    await place('o-1');
    await until(() => expect(one.accounting.applied).toBe(1));
    await expect(telemetry.readings()).resolves.toContainEqual({
      name: 'in_flight',
      value: 0,
      labels: { application: 'orders' },
    });
    await one.close();
    expect(telemetry.facts).toContainEqual(expect.objectContaining({ kind: 'revoked', topic: 'shop.orders' }));
    await expect(telemetry.readings()).resolves.toEqual([]);
  });

  it('asks the log how far each group is behind, one without the other', async () => {
    const lag = vi.fn(async () => [{ topic: 'shop.orders', partition: 0, records: 7 }]);
    const { subscribe } = transport;
    transport = { ...transport, subscribe: async (options) => ({ ...(await subscribe(options)), lag }) };
    await receive({});
    lag.mockRejectedValueOnce(new Error('no broker'));
    const labels = { 'messaging.destination.name': 'shop.orders', 'messaging.destination.partition.id': '0' };
    await expect(telemetry.readings()).resolves.toEqual([
      expect.objectContaining({ name: 'in_flight' }),
      { name: 'consumer_lag', value: 7, labels: { ...labels, 'messaging.consumer.group.name': expect.any(String) } },
    ]);
  });

  it('comes to the same with a telemetry that always throws', async () => {
    const boom = (): never => {
      throw new Error('boom');
    };
    const halfway: Telemetry = {
      start: () => ({ trace: new Map(), within: boom, end: boom }),
      tell: boom,
      watch: boom,
    };
    const broken: Telemetry = { start: boom, tell: boom, watch: boom };
    const heard = [broken, halfway, telemetry];
    const one = await receive(
      { orderPlaced: confirm, orderConfirmed: () => Promise.reject(fatal('not this one')) },
      heard,
    );
    await place('o-1', client(heard));
    await until(() => expect(one.accounting).toMatchObject({ received: 2, applied: 1, dead: 1, inFlight: 0 }));
    expect(worksOf('process').map(({ end }) => end)).toEqual([{}, { error: expect.any(Error) }]);
    expect(log.lines.filter(({ message }) => message.startsWith('telemetry has thrown')).length).toBeGreaterThan(0);
  });
});

describe('ctx.log', () => {
  it('says which event a line is about', async () => {
    const one = await receive({
      orderPlaced: confirm,
      orderConfirmed: async (_, ctx) => ctx.log.info({ parcel: 7, id: 'own' }, 'sent out'),
    });
    const { id } = await place('o-1');
    await until(() => expect(one.accounting.applied).toBe(2));
    expect(log.lines.filter(({ message }) => message === 'sent out')).toMatchObject([
      {
        level: 'info',
        details: {
          parcel: 7,
          id: 'own',
          message: 'OrderConfirmed',
          correlationId: id,
          causationId: id,
          topic: 'shop.orders',
          partition: expect.any(Number),
          offset: expect.any(BigInt),
        },
      },
    ]);
  });

  it('is joined by the lines of the runtime about an event that fails', async () => {
    const one = await receive({ orderPlaced: () => Promise.reject(fatal('no')) });
    const { id } = await place('o-1');
    await until(() => expect(one.accounting.dead).toBe(1));
    expect(log.lines.filter(({ level }) => level === 'error')).toMatchObject([{ details: { id, correlationId: id } }]);
  });
});
