export { type AwaitKafkaOptions, awaitKafka } from './await-kafka.ts';
export { connectKafka } from './connect-kafka.ts';
export type { KafkaAddress, KafkaCredentials, KafkaOptions } from './kafka-options.ts';
