import { connectKafka } from '@eventwright/runtime/kafka';
import { openDatabase } from '@eventwright/runtime/postgres';
import { closeWithProcess } from '@eventwright/runtime/process';
import { connectRegistry } from '@eventwright/runtime/registry';
import { pino } from 'pino';
import { startOrders } from './app.ts';

const { KAFKA_BROKERS = '127.0.0.1:19092', SCHEMA_REGISTRY_URL = 'http://127.0.0.1:8081' } = process.env;
const log = pino({ name: 'orders' });
const transport = await connectKafka({ brokers: KAFKA_BROKERS.split(','), clientId: 'orders', log });
const registry = connectRegistry({ url: SCHEMA_REGISTRY_URL });
const database = await openDatabase({
  service: 'orders',
  environment: process.env,
  directory: '.eventwright/orders-database',
  log,
});
const service = await startOrders({ transport, registry, database, log });
log.info({ brokers: KAFKA_BROKERS }, 'orders receives');

closeWithProcess({
  failed: service.failed,
  async close() {
    await service.close();
    await database.close();
    await transport.close();
  },
  log,
});
