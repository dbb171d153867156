import { describeTransport } from '../testing/transport-contract.ts';
import { connectKafka } from './connect-kafka.ts';

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',');

/** The shortest session that brokers allow by default. */
const sessionTimeout = 6_000;

const connect = () => connectKafka({ brokers, clientId: 'contract', sessionTimeout });

describeTransport('Kafka', {
  create: connect,
  async reopen(transport) {
    await transport.close();
    return connect();
  },
  features: { patience: 20_000, slowHandler: sessionTimeout + 2_000 },
});
