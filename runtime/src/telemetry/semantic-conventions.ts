/*
 * Names of OpenTelemetry's semantic conventions for messaging, version 1.37.0. They are still in development, and later
 * versions rename some (`messaging.kafka.offset` becomes `kafka.offset`), which dashboards would not survive. So the version
 * is pinned here, and moves only as a whole.
 */

export const conventionsUrl = 'https://opentelemetry.io/schemas/1.37.0';

/** Attributes of spans and metrics. */
export const attribute = {
  system: 'messaging.system',
  operationName: 'messaging.operation.name',
  operationType: 'messaging.operation.type',
  destination: 'messaging.destination.name',
  partition: 'messaging.destination.partition.id',
  group: 'messaging.consumer.group.name',
  batchSize: 'messaging.batch.message_count',
  messageId: 'messaging.message.id',
  conversationId: 'messaging.message.conversation_id',
  bodySize: 'messaging.message.body.size',
  offset: 'messaging.kafka.offset',
  tombstone: 'messaging.kafka.message.tombstone',
  errorType: 'error.type',
} as const;

/** Metrics of the conventions. */
export const metric = {
  sentMessages: 'messaging.client.sent.messages',
  consumedMessages: 'messaging.client.consumed.messages',
  operationDuration: 'messaging.client.operation.duration',
  processDuration: 'messaging.process.duration',
} as const;

/** Upper bounds that the conventions advise for durations, in seconds. */
export const durationBuckets: readonly number[] = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
];

/** The value of `error.type` that stands for all that are not told apart. */
export const otherError = '_OTHER';

/** What the conventions call the operations of a Kafka client. */
export const operations = {
  create: { name: 'create', type: 'create' },
  send: { name: 'send', type: 'send' },
  relay: { name: 'send', type: 'send' },
  receive: { name: 'poll', type: 'receive' },
  process: { name: 'process', type: 'process' },
  settle: { name: 'commit', type: 'settle' },
} as const;
