export type { KafkaAddress, KafkaCredentials, KafkaOptions } from '../partitions/kafka-options.ts';
export { connectKafkaClient } from './connect-kafka-client.ts';
