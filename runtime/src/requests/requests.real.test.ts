import { connectKafkaClient } from '../kafka-client/index.ts';
import { describeRequests } from './testing/requests-contract.ts';

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',');

for (const client of ['kafkajs', 'platformatic'] as const) {
  describeRequests(`requests over Kafka by ${client}`, {
    patience: 20_000,
    open: async () => async () => connectKafkaClient(client, { brokers, clientId: 'requests', sessionTimeout: 6_000 }),
  });
}
