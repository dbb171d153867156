import { openDelivery } from '@eventwright/runtime/delivery';
import { connectKafkaClient } from '@eventwright/runtime/kafka-client';
import { openDatabase } from '@eventwright/runtime/postgres';
import { closeWithProcess } from '@eventwright/runtime/process';
import { connectRegistry } from '@eventwright/runtime/registry';
import { logDestination, openPrometheus, openTelemetry, serveHealth } from '@eventwright/runtime/telemetry';
import { pino } from 'pino';
import { folderMailer, smtpMailer, startNotifications } from './app.ts';

const { KAFKA_BROKERS = '127.0.0.1:19092', KAFKA_CLIENT } = process.env;
const { SCHEMA_REGISTRY_URL = 'http://127.0.0.1:8081', HEALTH_PORT = '0' } = process.env;
const { SMTP_URL, MAIL_FOLDER = '.eventwright/mail' } = process.env;
const log = pino({ name: 'notifications' }, logDestination());
const metrics = openPrometheus();
const telemetry = [metrics, openTelemetry()];
const health = await serveHealth({ port: Number(HEALTH_PORT), metrics });
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
const delivery = await openDelivery({ database, transport, log, telemetry });
const mailer = SMTP_URL === undefined ? folderMailer(MAIL_FOLDER) : smtpMailer(SMTP_URL);
const service = await startNotifications({ transport, registry, database, delivery, mailer, log, telemetry });
health.started({ running: [service], database });
log.info(
  { brokers: KAFKA_BROKERS, mail: SMTP_URL === undefined ? MAIL_FOLDER : 'smtp', health: health.url },
  'notifications receives',
);

closeWithProcess({
  failed: service.failed,
  close: {
    ready: health.stopping,
    service: service.close,
    mailer: async () => mailer.close(),
    delivery: delivery.close,
    database: database.close,
    transport: transport.close,
    health: health.close,
  },
  log,
});
