import { afterAll } from 'vitest';
import { createDatabases, type ServiceDatabases } from './service-databases.ts';
import { describeShop } from './shop-behaviour.ts';

let databases: ServiceDatabases | undefined;

describeShop({
  engine: 'kafka',
  environment: async () => {
    databases = await createDatabases();
    return { ...databases.environment, KAFKA_BROKERS: process.env['KAFKA_BROKERS'] };
  },
});

afterAll(() => databases?.drop());
