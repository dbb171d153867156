import { join } from 'node:path';
import type { Database } from '../core/database.ts';
import { openDelivery } from '../delivery/index.ts';
import { connectKafkaClient } from '../kafka-client/index.ts';
import { openDatabase } from '../postgres/index.ts';
import { connectRegistry } from '../registry/index.ts';
import { openPrometheus, openTelemetry, serveHealth } from '../telemetry/index.ts';
import type { BareServiceEngines, Defer, ServiceEngines, ServiceOptions, StartedService } from './service-options.ts';
import { readServiceSettings, type ServiceSettings } from './service-settings.ts';

/** What is opened, by which settings, and who is told how to close it. */
interface Opening {
  readonly options: ServiceOptions;
  readonly settings: ServiceSettings;
  readonly defer: Defer;
}

/**
 * Opens what a service needs, then starts it. All that it opens goes to `defer` at once, so that it can be closed also
 * where this rejects.
 */
export async function startService(options: ServiceOptions, defer: Defer): Promise<StartedService> {
  const { name, log, variables = process.env } = options;
  const settings = readServiceSettings(variables);
  const metrics = openPrometheus();
  defer('metrics', metrics.close);
  const health = await serveHealth({ ...settings.health, metrics });
  defer('health', health.close);
  const opening = { options, settings, defer };
  const engines = { ...(await openEngines(opening)), telemetry: [metrics, openTelemetry()] };
  const { service, ...parts } = await startOver(engines, opening);
  defer('service', () => service.close());
  health.started({ running: [service], ...parts });
  defer('ready', health.stopping);
  log.info({ brokers: settings.brokers, url: service.url, health: health.url }, `${name} receives`);
  return service;
}

async function openEngines({ options, settings, defer }: Opening): Promise<Omit<BareServiceEngines, 'telemetry'>> {
  const { name, log, connect } = options;
  const kafka = { brokers: settings.brokers, clientId: name, log };
  const transport = await (connect === undefined ? connectKafkaClient(settings.client, kafka) : connect(kafka));
  defer('transport', transport.close);
  return { transport, registry: connectRegistry({ url: settings.registryUrl }), log };
}

/** Starts the service over its engines, with its database if it has one. */
async function startOver(
  engines: BareServiceEngines,
  opening: Opening,
): Promise<{ readonly service: StartedService; readonly database?: Database }> {
  const { options, defer } = opening;
  if (options.database === false) return { service: await options.start(engines, defer) };
  const { database, delivery } = await openOwnDatabase(engines, opening);
  return { service: await options.start({ ...engines, database, delivery }, defer), database };
}

async function openOwnDatabase(
  { transport, log, telemetry }: BareServiceEngines,
  { options, settings, defer }: Opening,
): Promise<Pick<ServiceEngines, 'database' | 'delivery'>> {
  const { name, variables = process.env } = options;
  const directory = join(settings.dataDirectory, `${name}-database`);
  const database = await openDatabase({ service: name, environment: variables, directory, log });
  defer('database', database.close);
  const delivery = await openDelivery({ database, transport, log, telemetry });
  defer('delivery', delivery.close);
  return { database, delivery };
}
