import { openDelivery } from '@eventwright/runtime/delivery';
import { connectKafkaClient } from '@eventwright/runtime/kafka-client';
import { openDatabase } from '@eventwright/runtime/postgres';
import { closeWithProcess } from '@eventwright/runtime/process';
import { connectRegistry } from '@eventwright/runtime/registry';
import { logDestination, openPrometheus, openTelemetry, serveHealth } from '@eventwright/runtime/telemetry';
import { pino } from 'pino';
import { startShipping } from './app.ts';

const { KAFKA_BROKERS = '127.0.0.1:19092', KAFKA_CLIENT } = process.env;
const { SCHEMA_REGISTRY_URL = 'http://127.0.0.1:8081', HEALTH_PORT = '0' } = process.env;
const log = pino({ name: 'shipping' }, logDestination());
const metrics = openPrometheus();
const telemetry = [metrics, openTelemetry()];
const health = await serveHealth({ port: Number(HEALTH_PORT), metrics });
const transport = await connectKafkaClient(KAFKA_CLIENT, {
  brokers: KAFKA_BROKERS.split(','),
  clientId: 'shipping',
  log,
});
const registry = connectRegistry({ url: SCHEMA_REGISTRY_URL });
const database = await openDatabase({
  service: 'shipping',
  environment: process.env,
  directory: '.eventwright/shipping-database',
  log,
});
const delivery = await openDelivery({ database, transport, log, telemetry });
const service = await startShipping({ transport, registry, database, delivery, log, telemetry });
health.started({ running: [service], database });
log.info({ brokers: KAFKA_BROKERS, health: health.url }, 'shipping receives');

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
