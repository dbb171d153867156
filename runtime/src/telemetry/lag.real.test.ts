import { afterEach, describe, expect, it, vi } from 'vitest';
import { createClient } from '../core/create-client.ts';
import { jsonRegistry } from '../core/testing/json-registry.ts';
import {
  deadLetterChannels,
  ordersApplication,
  ordersChannel,
  stockChannel,
} from '../core/testing/orders-application.ts';
import type { Transport } from '../core/transport.ts';
import { connectKafka } from '../kafka/connect-kafka.ts';
import { connectPlatformatic } from '../platformatic/connect-platformatic.ts';
import { openPrometheus } from './open-prometheus.ts';
import { serveHealth } from './serve-health.ts';

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',');
const closings: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closings.splice(0).reverse()) await close();
});

const until = (condition: () => unknown): Promise<unknown> => vi.waitFor(condition, { timeout: 40_000, interval: 100 });

/** The application with topics and groups that nobody else uses. */
function applicationOf(run: string): typeof ordersApplication {
  const [send, receive] = [ordersApplication.send, ordersApplication.receive].map((routes) =>
    Object.fromEntries(
      Object.entries(routes).map(([name, route]) => {
        const channel = { ...route.channel, topic: `${route.channel.topic}.${run}` };
        return [name, { ...route, channel, group: `${'group' in route ? route.group : ''}.${run}` }];
      }),
    ),
  );
  // Nothing but names has changed.
  return { ...ordersApplication, send, receive } as typeof ordersApplication;
}

describe.each([
  ['kafkajs', connectKafka],
  ['@platformatic/kafka', connectPlatformatic],
])('metrics and health over %s', (_, connect) => {
  it('tell how far a group is behind, and that it is ready', { timeout: 120_000 }, async () => {
    const run = crypto.randomUUID();
    const transport: Transport = await connect({ brokers, clientId: 'telemetry' });
    closings.push(() => transport.close());
    const topics = [ordersChannel, stockChannel, ...deadLetterChannels];
    await transport.ensureTopics(topics.map((topic) => ({ ...topic, topic: `${topic.topic}.${run}`, partitions: 1 })));
    const metrics = openPrometheus();
    closings.push(metrics.close);
    const health = await serveHealth({ port: 0, metrics });
    closings.push(health.close);
    const orders = createClient(applicationOf(run), { transport, registry: jsonRegistry(), telemetry: [metrics] });
    const gate = Promise.withResolvers<void>();
    const running = await orders.receive({
      orderPlaced: () => gate.promise,
      orderConfirmed: async () => undefined,
      stockChanged: async () => undefined,
    });
    closings.push(() => running.close());
    health.started({ running: [running] });
    const lag = async () => {
      const text = await (await fetch(`${health.url}/metrics`)).text();
      const line = new RegExp(`^consumer_lag\\{.*"shop\\.orders\\.${run}".*\\} (\\d+)$`, 'm');
      return Number(line.exec(text)?.[1]);
    };
    await until(async () => expect(await lag()).toBe(0));
    for (const order of ['o-1', 'o-2', 'o-3']) {
      await orders.send.orderPlaced({ key: order, value: { order, total: 1 }, headers: { sales_channel: 'web' } });
    }
    await until(async () => expect(await lag()).toBe(3));
    gate.resolve();
    await until(async () => expect(await lag()).toBe(0));
    const ready = await fetch(`${health.url}/ready`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { reasons: [], partitions: expect.arrayContaining([expect.stringContaining(`shop.orders.${run}/0`)]) },
    ]);
  });
});
