import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRegistry, memoryStore, serveRegistry } from '@eventwright/registry';
import type { Transport } from '@eventwright/runtime';
import { connectKafkaClient } from '@eventwright/runtime/kafka-client';
import { topics } from '@shop/contracts/topics';
import { registerSchemas, type ServiceName, serviceNames } from '@shop/shop';
import { freePorts } from '../../scripts/process/free-ports.ts';
import { type EventRecording, recordEvents } from './event-record.ts';
import { createDatabases } from './service-databases.ts';
import { type ServiceProcess, startProcess } from './service-process.ts';
import { driveShop, type ShopDriver } from './shop-driver.ts';

/** The services on Kafka and PostgreSQL, each a process of its own with a database of its own. */
export interface ProcessesFixture {
  readonly drive: ShopDriver;
  readonly recording: EventRecording;
  /** Starts it again, at its old address. Resolves when it is ready. */
  start(service: ServiceName): Promise<void>;
  /** As a crash would: nothing is drained, nothing committed. */
  kill(service: ServiceName): Promise<void>;
  /** As an orchestrator would. Resolves with the exit code. */
  terminate(service: ServiceName): Promise<number | null>;
  /** Ends what runs and removes all traces. */
  remove(): Promise<void>;
}

/** Starts all of them. Where one cannot start, nothing of the others is left. */
export async function createProcessesFixture(): Promise<ProcessesFixture> {
  const opened = new AsyncDisposableStack();
  try {
    const { transport, environment } = await openEngines(opened);
    const [storefront = 0, warehouse = 0, gateway = 0, analytics = 0] = await freePorts(4);
    const ports: Readonly<Partial<Record<ServiceName, number>>> = { warehouse, gateway, analytics };
    const processes = createProcesses((service, starts) => ({
      ...environment,
      // Each process comes back on the other client, in the place of the one before.
      KAFKA_CLIENT: clients[starts % clients.length],
      PORT: String(ports[service] ?? storefront),
    }));
    opened.defer(() => processes.killAll());
    await processes.startAll();
    const recording = await recordEvents({ transport });
    opened.defer(() => recording.close());
    const storefrontUrl = `http://127.0.0.1:${storefront}`;
    const warehouseUrl = `http://127.0.0.1:${warehouse}`;
    const drive = driveShop({ storefrontUrl, warehouseUrl });
    return { ...processes, drive, recording, remove: () => opened.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

const clients = ['kafkajs', 'platformatic'];

type Environment = Readonly<Record<string, string | undefined>>;

interface Engines {
  readonly transport: Transport;
  /** Addresses of all engines, for the services. */
  readonly environment: Environment;
}

async function openEngines(opened: AsyncDisposableStack): Promise<Engines> {
  const { KAFKA_BROKERS = '127.0.0.1:19092', KAFKA_CLIENT } = process.env;
  const MAIL_FOLDER = await mkdtemp(join(tmpdir(), 'eventwright-mail-'));
  opened.defer(() => rm(MAIL_FOLDER, { recursive: true, force: true }));
  const databases = await createDatabases();
  opened.defer(() => databases.drop());
  const registry = await serveRegistry(createRegistry({ store: memoryStore() }), { port: 0 });
  opened.defer(() => registry.close());
  await registerSchemas(registry.url);
  const transport = await connectKafkaClient(KAFKA_CLIENT, {
    brokers: KAFKA_BROKERS.split(','),
    clientId: 'processes',
  });
  opened.defer(() => transport.close());
  await transport.ensureTopics(topics);
  const addresses = { KAFKA_BROKERS, SCHEMA_REGISTRY_URL: registry.url, MAIL_FOLDER };
  return { transport, environment: { ...process.env, ...databases.environment, ...addresses } };
}

interface Processes extends Pick<ProcessesFixture, 'start' | 'kill' | 'terminate'> {
  /** Waits for all, then rejects with the first that could not start. */
  startAll(): Promise<void>;
  killAll(): Promise<void>;
}

/** @param environmentOf Gets how often the service was started before. */
function createProcesses(environmentOf: (service: ServiceName, starts: number) => Environment): Processes {
  const started = new Map<ServiceName, ServiceProcess>();
  const starts = new Map<ServiceName, number>();
  const processOf = (service: ServiceName): ServiceProcess => {
    const found = started.get(service);
    if (found === undefined) throw new TypeError(`${service} was never started`);
    return found;
  };
  const start = async (service: ServiceName): Promise<void> => {
    const before = starts.get(service) ?? 0;
    starts.set(service, before + 1);
    started.set(service, await startProcess(service, environmentOf(service, before)));
  };
  return {
    start,
    kill: (service) => processOf(service).kill(),
    terminate: (service) => processOf(service).terminate(),
    async startAll() {
      const results = await Promise.allSettled(serviceNames.map(start));
      const failed = results.find((result) => result.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    },
    async killAll() {
      await Promise.all([...started.values()].map((service) => service.kill()));
    },
  };
}
