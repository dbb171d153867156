import { describeTransport } from '../testing/transport-contract.ts';
import { connectPlatformatic } from './connect-platformatic.ts';

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',');

/** The shortest session that brokers allow by default. */
const sessionTimeout = 6_000;

const connect = () => connectPlatformatic({ brokers, clientId: 'contract', sessionTimeout });

describeTransport('Kafka by @platformatic/kafka', {
  create: connect,
  async reopen(transport) {
    await transport.close();
    return connect();
  },
  features: { patience: 20_000, slowHandler: sessionTimeout + 2_000 },
});
