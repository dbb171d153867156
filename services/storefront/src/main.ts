import { openDelivery } from '@eventwright/runtime/delivery';
import { connectKafkaClient } from '@eventwright/runtime/kafka-client';
import { openDatabase } from '@eventwright/runtime/postgres';
import { closeWithProcess } from '@eventwright/runtime/process';
import { connectRegistry } from '@eventwright/runtime/registry';
import { logDestination, openPrometheus, openTelemetry, serveHealth } from '@eventwright/runtime/telemetry';
import { pino } from 'pino';
import { startStorefront } from './app.ts';

const { KAFKA_BROKERS = '127.0.0.1:19092', KAFKA_CLIENT } = process.env;
const { SCHEMA_REGISTRY_URL = 'http://127.0.0.1:8081', HEALTH_PORT = '0' } = process.env;
const { HOST = '127.0.0.1', PORT = '3000' } = process.env;
const log = pino({ name: 'storefront' }, logDestination());
const metrics = openPrometheus();
const telemetry = [metrics, openTelemetry()];
const health = await serveHealth({ port: Number(HEALTH_PORT), metrics });
const transport = await connectKafkaClient(KAFKA_CLIENT, {
  brokers: KAFKA_BROKERS.split(','),
  clientId: 'storefront',
  log,
});
const registry = connectRegistry({ url: SCHEMA_REGISTRY_URL });
const database = await openDatabase({
  service: 'storefront',
  environment: process.env,
  directory: '.eventwright/storefront-database',
  log,
});
const delivery = await openDelivery({ database, transport, log, telemetry });
const service = await startStorefront({
  transport,
  registry,
  database,
  delivery,
  log,
  telemetry,
  http: { host: HOST, port: Number(PORT) },
});
health.started({ running: [service], database });
log.info({ url: service.url, health: health.url }, 'storefront serves');

closeWithProcess({
  failed: service.failed,
  close: {
    ready: health.stopping,
    service: service.close,
    delivery: delivery.close,
    database: database.close,
    transport: transport.close,
    health: health.close,
  },
  log,
});
