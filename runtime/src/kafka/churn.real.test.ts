import { describeKafkaChurn } from '../testing/kafka-churn-contract.ts';
import { connectKafka } from './connect-kafka.ts';

// One connection for fetches, and one for all else.
describeKafkaChurn('kafkajs', { connect: connectKafka, sockets: 2 });
