import { connectKafka } from '@eventwright/runtime/kafka';
import { openDatabase } from '@eventwright/runtime/postgres';
import { connectRegistry } from '@eventwright/runtime/registry';
import { pino } from 'pino';
import { startShipping } from './app.ts';

const { KAFKA_BROKERS = '127.0.0.1:19092', SCHEMA_REGISTRY_URL = 'http://127.0.0.1:8081' } = process.env;
const log = pino({ name: 'shipping' });
const transport = await connectKafka({ brokers: KAFKA_BROKERS.split(','), clientId: 'shipping', log });
const registry = connectRegistry({ url: SCHEMA_REGISTRY_URL });
const database = await openDatabase({ service: 'shipping', environment: process.env });
const service = await startShipping({ transport, registry, database, log });
log.info({ brokers: KAFKA_BROKERS }, 'shipping receives');

// The second signal finds no handler and ends the process at once; what was not finished is delivered again.
async function stop(): Promise<void> {
  await service.close();
  await database.close();
  await transport.close();
}
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
