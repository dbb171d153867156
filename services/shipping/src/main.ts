import { openDelivery } from '@eventwright/runtime/delivery';
import { connectKafkaClient } from '@eventwright/runtime/kafka-client';
import { openDatabase } from '@eventwright/runtime/postgres';
import { closeWithProcess } from '@eventwright/runtime/process';
import { connectRegistry } from '@eventwright/runtime/registry';
import { pino } from 'pino';
import { startShipping } from './app.ts';

const { KAFKA_BROKERS = '127.0.0.1:19092', KAFKA_CLIENT } = process.env;
const { SCHEMA_REGISTRY_URL = 'http://127.0.0.1:8081' } = process.env;
const log = pino({ name: 'shipping' });
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
const delivery = await openDelivery({ database, transport, log });
const service = await startShipping({ transport, registry, database, delivery, log });
log.info({ brokers: KAFKA_BROKERS }, 'shipping receives');

closeWithProcess({
  failed: service.failed,
  close: {
    service: service.close,
    delivery: delivery.close,
    database: database.close,
    transport: transport.close,
  },
  log,
});
