import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, createClient, type Delivery, type Transport } from '@eventwright/runtime';
import { connectKafkaClient } from '@eventwright/runtime/kafka-client';
import { connectRegistry } from '@eventwright/runtime/registry';
import { type OrdersHandlers, type OrdersSends, order, ordersApplication } from './orders.ts';

/** Where the engines of a run are; the processes that measure get it in their environment. */
export interface Engines {
  readonly brokers: readonly string[];
  readonly postgres: string;
  readonly registry: string;
}

export function enginesOf(environment: NodeJS.ProcessEnv): Engines {
  const { KAFKA_BROKERS = '', POSTGRES_URL = '', REGISTRY_URL = '' } = environment;
  return { brokers: KAFKA_BROKERS.split(','), postgres: POSTGRES_URL, registry: REGISTRY_URL };
}

export type Orders = Client<OrdersSends, OrdersHandlers>;

export interface OpenedOrders {
  readonly transport: Transport;
  ordersWith(given?: { readonly delivery?: Delivery; readonly sendsTo?: string; readonly group?: string }): Orders;
}

/** A client for a new topic. */
export async function openOrders(
  { brokers, registry }: Engines,
  given: { readonly topic: string; readonly client?: string; readonly partitions?: number },
): Promise<OpenedOrders> {
  const { topic, partitions = 1 } = given;
  const transport = await connectKafkaClient(given.client, { brokers, clientId: 'bench' });
  const dead = { topic: `${topic}.dlt`, partitions: 1, replicas: 1, config: {} };
  await transport.ensureTopics([{ topic, partitions, replicas: 1, config: {} }, dead]);
  const held = connectRegistry({ url: registry });
  const ordersWith: OpenedOrders['ordersWith'] = ({ delivery, ...names } = {}) =>
    createClient(ordersApplication(topic, names), {
      transport,
      registry: held,
      ...(delivery === undefined ? {} : { delivery }),
    });
  return { transport, ordersWith };
}

export const recordsOfCall = 100;
const callsAtOnce = 8;

/** Several callers at once, each with one call of so many records after the other. */
export async function inCalls(records: number, call: (numbers: readonly number[]) => Promise<unknown>): Promise<void> {
  let next = 0;
  const caller = async (): Promise<void> => {
    while (next < records) {
      const first = next;
      next += recordsOfCall;
      await call(Array.from({ length: Math.min(recordsOfCall, records - first) }, (_, index) => first + index));
    }
  };
  await Promise.all(Array.from({ length: callsAtOnce }, caller));
}

/** Fills the topic; the keys take turns. */
export function sendOrders(orders: Orders, records: number, keyOf: (number: number) => string): Promise<void> {
  const send = (number: number): Promise<unknown> =>
    orders.send.orderPlaced({ key: keyOf(number), value: order(number) });
  return inCalls(records, (numbers) => Promise.all(numbers.map(send)));
}

/** Resolves when it holds, looking every two milliseconds. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(2);
}

/** Counts what is done, and how fast from where everything is warm. */
export interface Meter {
  readonly count: number;
  /** From here on, rather than since `warm` were done. Only the first start counts. */
  start(): void;
  add(items?: number): void;
  /** What comes after this does not count. */
  stop(): void;
  /** Of a second. */
  rate(): number;
  /** Processor time of this process for one, in microseconds: a busy machine changes it less than it changes the rate. */
  processor(): number;
}

export function meter(warm: number = Number.POSITIVE_INFINITY): Meter {
  let count = 0;
  let began: Moment | undefined;
  let ended: Moment | undefined;
  const now = (): Moment => ({ at: performance.now(), count, used: process.cpuUsage() });
  const start = (): void => {
    began ??= now();
  };
  const span = (): readonly [Moment, Moment] => [began ?? now(), ended ?? now()];
  return {
    get count() {
      return count;
    },
    start,
    stop: () => {
      ended ??= now();
    },
    add: (items = 1) => {
      count += items;
      if (began === undefined && count >= warm) start();
    },
    rate: () => {
      const [from, to] = span();
      return ((to.count - from.count) * 1_000) / (to.at - from.at);
    },
    processor: () => {
      const [from, to] = span();
      const { user, system } = to.used;
      return (user + system - from.used.user - from.used.system) / (to.count - from.count);
    },
  };
}

interface Moment {
  readonly at: number;
  readonly count: number;
  readonly used: NodeJS.CpuUsage;
}
