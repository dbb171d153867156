import { describeKafkaFaults } from '../testing/kafka-faults-contract.ts';
import { connectKafka } from './connect-kafka.ts';

describeKafkaFaults('kafkajs', {
  connect: connectKafka,
  readsByTopicId: false,
  client: { module: '@eventwright/runtime/kafka', connect: 'connectKafka' },
});
