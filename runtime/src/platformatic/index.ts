export type { KafkaAddress, KafkaCredentials, KafkaOptions } from '../partitions/kafka-options.ts';
export { connectPlatformatic } from './connect-platformatic.ts';
