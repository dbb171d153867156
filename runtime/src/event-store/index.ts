export { type Aggregate, type AggregateOptions, type AggregateState, aggregate, type Decided } from './aggregate.ts';
export type { Appended, AppendOptions, ExpectedVersion } from './append-events.ts';
export type {
  AppendedEvent,
  EventCause,
  EventMetadata,
  NewEvent,
  StoreEvent,
  StoreEvents,
  StoreMessage,
  StorePosition,
} from './event-types.ts';
export { type EventStore, type EventStoreOptions, openEventStore, type StoreBatch } from './open-event-store.ts';
export { type ReadStreamOptions, storeStart } from './read-events.ts';
export type { SnapshotOptions } from './snapshots.ts';
export { isStreamConflict, type StreamConflict } from './stream-conflict.ts';
export type { StoreHandlers, StoreSubscription, SubscribeToStore } from './subscribe-to-store.ts';
export { upcasting } from './upcasting.ts';
