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

/** A client for a new topic. */
export async function openOrders(
  { brokers, registry }: Engines,
  given: { readonly topic: string; readonly client?: string; readonly partitions?: number },
): Promise<{ readonly transport: Transport; ordersWith(delivery?: Delivery, sendsTo?: string): Orders }> {
  const { topic, partitions = 1 } = given;
  const transport = await connectKafkaClient(given.client, { brokers, clientId: 'bench' });
  const dead = { topic: `${topic}.dlt`, partitions: 1, replicas: 1, config: {} };
  await transport.ensureTopics([{ topic, partitions, replicas: 1, config: {} }, dead]);
  const held = connectRegistry({ url: registry });
  const ordersWith = (delivery?: Delivery, sendsTo?: string): Orders =>
    createClient(ordersApplication(topic, sendsTo), {
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
  add(items?: number): void;
  /** Of a second, since `warm` were done. */
  rate(): number;
}

export function meter(warm: number): Meter {
  let count = 0;
  let began: { readonly at: number; readonly count: number } | undefined;
  return {
    get count() {
      return count;
    },
    add: (items = 1) => {
      count += items;
      if (began === undefined && count >= warm) began = { at: performance.now(), count };
    },
    rate: () => (began === undefined ? Number.NaN : ((count - began.count) * 1_000) / (performance.now() - began.at)),
  };
}
