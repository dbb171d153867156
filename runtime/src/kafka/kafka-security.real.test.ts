import { describeKafkaSecurity } from '../testing/kafka-security-contract.ts';
import { connectKafka } from './connect-kafka.ts';

describeKafkaSecurity('kafkajs', { connect: connectKafka });
