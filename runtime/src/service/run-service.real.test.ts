import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KafkaCluster, startKafka } from '../../../scripts/kafka/start-kafka.ts';
import { connectKafka } from '../kafka/index.ts';
import { smallContract } from '../testing/small-contract.ts';

/** What an orchestrator gives a service to end, in milliseconds; `stop_grace_period` of docker-compose.yml. */
const grace = 30_000;

/** The cluster is this file's own: its broker is killed. */
let cluster: KafkaCluster;

beforeAll(async () => {
  cluster = await startKafka();
  const transport = await connectKafka({ brokers: cluster.brokers, clientId: 'service' });
  await transport.ensureTopics(smallContract.topics);
  await transport.close();
});

afterAll(() => cluster.stop());

const moduleUrl = (file: string): string => JSON.stringify(pathToFileURL(join(import.meta.dirname, file)).href);

/** A service that sends when it is told something: its outbox is then not empty. */
const script = `
  import { createClient } from ${moduleUrl('../core/index.ts')};
  import { openMemoryRegistry } from ${moduleUrl('../registry/index.ts')};
  import { smallContract, warehouse } from ${moduleUrl('../testing/small-contract.ts')};
  import { runService } from ${moduleUrl('./run-service.ts')};
  const registry = openMemoryRegistry(smallContract.registrations);
  const write = (details, message) => console.log(message, details.err?.message ?? '', details.part ?? '');
  await runService({
    name: 'warehouse',
    log: { info: write, warn: () => undefined, error: write },
    start: async (engines) => {
      const client = createClient(warehouse, { ...engines, registry });
      process.stdin.once('data', async () => {
        const message = { key: { sku: 'MUG', warehouse: 'UPPSALA' }, value: { sku: 'MUG', left: 1n } };
        await client.transaction(({ send }) => send.stockChanged(message));
        process.stdin.destroy();
        console.log('has sent');
      });
      return client.receive({ orderPlaced: async () => undefined });
    },
  });`;

function startWarehouse(client: string) {
  const { PATH, POSTGRES_URL } = process.env;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    env: { PATH, KAFKA_BROKERS: cluster.brokers.join(), KAFKA_CLIENT: client, DATABASE_URL_WAREHOUSE: POSTGRES_URL },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  return {
    child,
    exit: once(child, 'exit'),
    output: () => output,
    says: (text: string) => expect.poll(() => output, { timeout: 60_000 }).toContain(text),
  };
}

describe('a service that is told to end while Kafka is away', { timeout: 180_000 }, () => {
  it.each(['kafkajs', 'platformatic'])(
    'ends in peace, and in time, with its outbox in the database: %s',
    async (name) => {
      const { child, exit, output, says } = startWarehouse(name);
      try {
        await says('warehouse receives');
        await cluster.nodes[0]?.kill();
        child.stdin.write('send');
        await says('has sent');
        const began = Date.now();
        child.kill('SIGTERM');
        await exit;
        const took = Date.now() - began;
        expect([child.exitCode, took < grace, output()]).toEqual([
          0,
          true,
          expect.not.stringContaining('did not close'),
        ]);
      } finally {
        child.kill('SIGKILL');
        await cluster.nodes[0]?.start();
      }
    },
  );
});
