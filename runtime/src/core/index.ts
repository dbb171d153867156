export type {
  Application,
  Channel,
  ContextOf,
  ErrorSpec,
  Handler,
  HandlerContext,
  HeaderSpec,
  HeaderValues,
  Message,
  MessageRoute,
  NoHeaders,
  Outgoing,
  OutgoingMessage,
  ParameterLocation,
  ParameterSpec,
  ParameterValues,
  ReceivedEvent,
  ReceiveRoute,
  Registration,
  RetrySpec,
  Send,
  Sent,
  UnknownMessage,
} from './application.ts';
export { topicsOf } from './channel-topics.ts';
export type {
  Accounting,
  ChoosingClient,
  Client,
  ClientOf,
  ClientOptions,
  Logger,
  ReceiveOptions,
  ReceivingStatus,
  Running,
  TransactionContext,
} from './client.ts';
export { type CrashPoint, type CrashPoints, crashPoints } from './crash-points.ts';
export { createClient } from './create-client.ts';
export type { Database, Row, Sql, SqlParameter } from './database.ts';
export { Decimal, type Rounding } from './decimal.ts';
export {
  type Arrival,
  type Delivery,
  type DeliveryTransaction,
  type DueKey,
  type DueKeys,
  type LanePlace,
  lanesPerPartition,
  type ParkedRecord,
  type Parking,
  type PartitionPlace,
  type Verdict,
} from './delivery.ts';
export { type ErrorCode, errorCodes, RuntimeError } from './errors.ts';
export {
  everyVersion,
  type MessageVersions,
  type Upcasters,
  upcast,
  type VersionedEvent,
  type VersionSchemas,
} from './every-version.ts';
export { fatal, type HandlerError, retry, retryLater } from './handler-error.ts';
export { noTransaction } from './no-transaction.ts';
export { type Pinned, pinned } from './pinned.ts';
export { type PlainDate, plainDate } from './plain-date.ts';
export { silentLogger } from './quiet-logger.ts';
export type {
  Answer,
  Ask,
  Asking,
  AskOptions,
  AskRoute,
  Reply,
  ReplyContext,
  ReplyRoute,
  Responder,
} from './request-reply.ts';
export type { AskedWithin, PendingReply, PendingRequest, ReplyTopics, Requests } from './requests.ts';
export type { InputOf, OutputOf, Schema } from './schema.ts';
export type { SchemaRegistry, Writer, WrittenSchema } from './schema-registry.ts';
export type {
  Activity,
  AskOutcome,
  Fact,
  Place,
  Reading,
  SentEvent,
  SettledOutcome,
  Telemetry,
  Work,
  WorkEnd,
} from './telemetry.ts';
export type {
  OutgoingRecord,
  PartitionClaim,
  PartitionLag,
  Publisher,
  RecordPosition,
  StoredRecord,
  SubscribeOptions,
  Subscriber,
  Subscription,
  SubscriptionStatus,
  TopicSpec,
  Transport,
  WireHeaders,
} from './transport.ts';
