export type { KafkaAddress, KafkaCredentials, KafkaOptions } from '../partitions/kafka-options.ts';
export { type AwaitKafkaOptions, awaitKafka } from './await-kafka.ts';
export { connectKafka } from './connect-kafka.ts';
export { type ReadTopicsOptions, readTopics } from './read-topics.ts';
