import { openDelivery } from '@eventwright/runtime/delivery';
import { connectKafkaClient } from '@eventwright/runtime/kafka-client';
import { openDatabase } from '@eventwright/runtime/postgres';
import { closeWithProcess } from '@eventwright/runtime/process';
import { connectRegistry } from '@eventwright/runtime/registry';
import { pino } from 'pino';
import { folderMailer, smtpMailer, startNotifications } from './app.ts';

const { KAFKA_BROKERS = '127.0.0.1:19092', KAFKA_CLIENT } = process.env;
const { SCHEMA_REGISTRY_URL = 'http://127.0.0.1:8081' } = process.env;
const { SMTP_URL, MAIL_FOLDER = '.eventwright/mail' } = process.env;
const log = pino({ name: 'notifications' });
const transport = await connectKafkaClient(KAFKA_CLIENT, {
  brokers: KAFKA_BROKERS.split(','),
  clientId: 'notifications',
  log,
});
const registry = connectRegistry({ url: SCHEMA_REGISTRY_URL });
const database = await openDatabase({
  service: 'notifications',
  environment: process.env,
  directory: '.eventwright/notifications-database',
  log,
});
const delivery = await openDelivery({ database, transport, log });
const mailer = SMTP_URL === undefined ? folderMailer(MAIL_FOLDER) : smtpMailer(SMTP_URL);
const service = await startNotifications({ transport, registry, database, delivery, mailer, log });
log.info({ brokers: KAFKA_BROKERS, mail: SMTP_URL === undefined ? MAIL_FOLDER : 'smtp' }, 'notifications receives');

closeWithProcess({
  failed: service.failed,
  close: {
    service: service.close,
    mailer: async () => mailer.close(),
    delivery: delivery.close,
    database: database.close,
    transport: transport.close,
  },
  log,
});
