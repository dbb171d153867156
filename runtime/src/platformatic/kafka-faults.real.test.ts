import { describeKafkaFaults } from '../testing/kafka-faults-contract.ts';
import { connectPlatformatic } from './connect-platformatic.ts';

describeKafkaFaults('@platformatic/kafka', {
  connect: connectPlatformatic,
  readsByTopicId: true,
  client: { module: '@eventwright/runtime/platformatic', connect: 'connectPlatformatic' },
});
