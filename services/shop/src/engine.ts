import { join } from 'node:path';
import { createRegistry, openFileStore, serveRegistry } from '@eventwright/registry';
import type { Logger, SchemaRegistry, Transport } from '@eventwright/runtime';
import { openEmbeddedLog } from '@eventwright/runtime/embedded';
import { connectRegistry } from '@eventwright/runtime/registry';

export type EngineName = 'embedded' | 'kafka';

export interface EngineOptions {
  readonly engine: EngineName;
  /** Where the embedded log and the registry keep their data. */
  readonly dataDirectory: string;
  /** `KAFKA_BROKERS`, `KAFKA_CLIENT` and `SCHEMA_REGISTRY_URL`; without the last a registry runs in this process. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
}

/** What carries the events: a log, and the registry of their schemas. */
export interface Engine {
  readonly transport: Transport;
  readonly registry: SchemaRegistry;
  readonly registryUrl: string;
  close(): Promise<void>;
}

/** Opens the event log and the schema registry. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const opened = new AsyncDisposableStack();
  try {
    const transport = await openTransport(options);
    opened.defer(() => transport.close());
    const registryUrl = await registryAddress(options, opened);
    const registry = connectRegistry({ url: registryUrl });
    return { transport, registry, registryUrl, close: () => opened.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

async function openTransport({ engine, dataDirectory, environment, log }: EngineOptions): Promise<Transport> {
  if (engine === 'embedded') return openEmbeddedLog({ directory: join(dataDirectory, 'log'), log });
  const { KAFKA_BROKERS = '127.0.0.1:19092', KAFKA_CLIENT } = environment;
  // Loaded where it is used: the embedded engine starts sooner without it.
  const { connectKafkaClient } = await import('@eventwright/runtime/kafka-client');
  return connectKafkaClient(KAFKA_CLIENT, { brokers: KAFKA_BROKERS.split(','), clientId: 'shop', log });
}

async function registryAddress(
  { dataDirectory, environment }: EngineOptions,
  opened: AsyncDisposableStack,
): Promise<string> {
  const { SCHEMA_REGISTRY_URL } = environment;
  if (SCHEMA_REGISTRY_URL !== undefined) return SCHEMA_REGISTRY_URL;
  const registry = createRegistry({ store: await openFileStore(join(dataDirectory, 'registry')) });
  opened.defer(() => registry.close());
  const server = await serveRegistry(registry, { port: 0 });
  opened.defer(() => server.close());
  return server.url;
}
