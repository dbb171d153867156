import { setTimeout as sleep } from 'node:timers/promises';
import { type Delivery, topicsOf } from '@eventwright/runtime';
import { openDelivery } from '@eventwright/runtime/delivery';
import { connectKafkaClient } from '@eventwright/runtime/kafka-client';
import { connectPostgres } from '@eventwright/runtime/postgres';
import { openMemoryRegistry } from '@eventwright/runtime/registry';
import { openRequests } from '@eventwright/runtime/requests';
import { registrations } from '@shop/contracts/registrations';
import { createStorefront } from '@shop/contracts/storefront';
import { topics } from '@shop/contracts/topics';
import { createWarehouse, type WarehouseHandlers } from '@shop/contracts/warehouse';
import { startKafka } from '../../../scripts/kafka/start-kafka.ts';
import type { Figure } from '../runtime/figures.ts';

const perSecond = 50;
const measured = 400;
/** Not measured. */
const warm = 100;

/** From the call of `ask` to its reply, in milliseconds, over Kafka: one who asks and one who answers, in a process. */
export async function requestReply(postgresUrl: string): Promise<readonly Figure[]> {
  const kafka = await startKafka();
  try {
    const figures: Figure[] = [];
    // A broker that has just started compiles what it does.
    await roundTrips(kafka.brokers, 'kafkajs');
    for (const client of ['kafkajs', 'platformatic']) {
      const { p50, p99 } = await roundTrips(kafka.brokers, client);
      figures.push({ what: `request to reply, p50, ${client}`, ours: p50, unit: 'ms', target: { below: 15 } });
      figures.push({ what: `request to reply, p99, ${client}`, ours: p99, unit: 'ms' });
    }
    const { p50 } = await withDelivery(kafka.brokers, postgresUrl);
    return [...figures, { what: 'request to reply, p50, answered in a transaction', ours: p50, unit: 'ms' }];
  } finally {
    await kafka.stop();
  }
}

async function withDelivery(brokers: readonly string[], url: string): Promise<Percentiles> {
  const database = await connectPostgres({ url, schema: 'request_reply' });
  const transport = await connectKafkaClient('kafkajs', { brokers, clientId: 'bench-outbox' });
  const delivery = await openDelivery({ database, transport });
  try {
    return await roundTrips(brokers, 'kafkajs', delivery);
  } finally {
    await delivery.close();
    await Promise.all([database.close(), transport.close()]);
  }
}

interface Percentiles {
  readonly p50: number;
  readonly p99: number;
}

async function roundTrips(brokers: readonly string[], client: string, delivery?: Delivery): Promise<Percentiles> {
  const registry = openMemoryRegistry(registrations);
  const asking = await connectKafkaClient(client, { brokers, clientId: 'bench-asks' });
  const answering = await connectKafkaClient(client, { brokers, clientId: 'bench-answers' });
  await asking.ensureTopics(topicsOf(topics));
  const warehouse = createWarehouse({ transport: answering, registry, ...(delivery && { delivery }) });
  const running = await warehouse.receive(handlers);
  const requests = openRequests({ transport: asking });
  const storefront = createStorefront({ transport: asking, registry, requests });
  await storefront.ready();
  const ask = async (number: number): Promise<number> => {
    const sku = `ITEM-${number}`;
    const value = { requestId: crypto.randomUUID(), sku, requestedBy: 'bench', requestedAt: new Date() };
    const began = performance.now();
    await storefront.ask.itemRequested({ key: sku, value, deadline: 30_000 });
    return performance.now() - began;
  };
  const asked: Promise<number>[] = [];
  const start = performance.now();
  while (asked.length < warm + measured) {
    const due = Math.floor(((performance.now() - start) * perSecond) / 1_000);
    while (asked.length < due) asked.push(ask(asked.length));
    await sleep(1);
  }
  const took = (await Promise.all(asked)).slice(warm).sort((a, b) => a - b);
  await requests.close();
  await running.close();
  await Promise.all([asking.close(), answering.close()]);
  const at = (share: number): number => took[Math.floor(took.length * share)] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}

const other = async (): Promise<void> => undefined;

const handlers: WarehouseHandlers = {
  itemRequested: async ({ key, value: { requestId, sku } }, ctx) => {
    const answer = { $type: 'shop.warehouse.ItemUnknown' as const, sku, explanation: 'There is none.' };
    await ctx.reply.itemAnswered({ key, value: { requestId, sku, answeredAt: new Date(), answer } });
  },
  orderCancelled: other,
  orderConfirmed: other,
  stockReserved: other,
};
