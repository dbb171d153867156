import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createRegistry, memoryStore, serveRegistry } from '@eventwright/registry';
import { connectKafka } from '@eventwright/runtime/kafka';
import { topics } from '@shop/contracts/topics';
import { registerSchemas } from '@shop/shop';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePorts } from '../../scripts/process/free-ports.ts';
import { createDatabases } from './service-databases.ts';
import { waitUntil } from './wait-until.ts';

const main = join(import.meta.dirname, '../../services/orders/src/main.ts');

/** The orders service by itself, and how to ask it for its health. */
async function startOrders() {
  const { KAFKA_BROKERS = '' } = process.env;
  const databases = await createDatabases();
  onTestFinished(() => databases.drop());
  const registry = await serveRegistry(createRegistry({ store: memoryStore() }), { port: 0 });
  onTestFinished(() => registry.close());
  await registerSchemas(registry.url);
  const transport = await connectKafka({ brokers: KAFKA_BROKERS.split(','), clientId: 'health' });
  await transport.ensureTopics(topics);
  await transport.close();
  const [HEALTH_PORT] = await freePorts(1);
  const addresses = { KAFKA_BROKERS, SCHEMA_REGISTRY_URL: registry.url, HEALTH_PORT: String(HEALTH_PORT) };
  const env = { ...process.env, ...databases.environment, ...addresses };
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exit;
  });
  const ask = (path: string) => fetch(`http://127.0.0.1:${HEALTH_PORT}${path}`);
  return { child, exit, ask, status: (path: string) => ask(path).then(({ status }) => status) };
}

describe('a service in a process of its own', { timeout: 120_000 }, () => {
  it('says how it is, goes on when nobody reads its log any more, and ends in peace', async () => {
    const { child, exit, ask, status } = await startOrders();
    const is = (path: string, wanted: number) => () =>
      status(path).then(
        (given) => given === wanted,
        () => false,
      );
    await waitUntil('it is alive', is('/live', 200), { patience: 60_000 });
    await waitUntil('it is ready', is('/ready', 200), { patience: 60_000 });
    const metrics = await (await ask('/metrics')).text();
    expect(metrics).toMatch(/^outbox_rows 0$/m);
    expect(metrics).toMatch(/^consumer_lag\{.*messaging_consumer_group_name="orders".*\} \d+$/m);

    child.stdout.destroy();
    child.stderr.destroy();
    child.kill('SIGTERM');
    await expect(exit).resolves.toEqual([0, null]);
  });
});
