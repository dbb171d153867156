import { afterAll } from 'vitest';
import { freshLog } from './fresh-log.ts';
import { createDatabases, type ServiceDatabases } from './service-databases.ts';
import { describeShop } from './shop-behaviour.ts';

const databases: ServiceDatabases[] = [];

for (const KAFKA_CLIENT of ['kafkajs', 'platformatic']) {
  describeShop({
    name: `Kafka, by the client ${KAFKA_CLIENT}`,
    engine: 'kafka',
    environment: async () => {
      await freshLog((process.env['KAFKA_BROKERS'] ?? '').split(','));
      const created = await createDatabases();
      databases.push(created);
      return { ...created.environment, KAFKA_BROKERS: process.env['KAFKA_BROKERS'], KAFKA_CLIENT };
    },
  });
}

afterAll(async () => {
  for (const created of databases) await created.drop();
});
