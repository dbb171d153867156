/** An error that programs meet, as `eventwright explain` and docs/errors.md tell of it. */
export interface ErrorExplanation {
  readonly code: string;
  /** The package that throws it. */
  readonly of: '@eventwright/runtime' | '@eventwright/registry';
  /** What it means, in a sentence or two. */
  readonly what: string;
  /** What to do about it. */
  readonly cure: string;
}

const ofRuntime: readonly Omit<ErrorExplanation, 'of'>[] = [
  {
    code: 'CLAIM_ENDED',
    what: 'The partition has gone to another member of the group, or to a new claim of the same one; the offset was not committed.',
    cure: "Nothing: its next owner gets the records again. In code of your own on a transport, stop work when the claim's `signal` is aborted.",
  },
  {
    code: 'CONFIGURATION_INVALID',
    what: "Something that was given cannot be: an address, a topic's name or setting, an option of `receive`, a handler missing or too many, a migration that fails or was changed after it ran, a port that is taken, credentials of the registry. In a handler the event waits and is not dead-lettered.",
    cure: 'Correct what the message names, and start again.',
  },
  {
    code: 'DATABASE_CONFLICT',
    what: 'The transaction met another one and was undone: a deadlock, a serialization failure, a lock that did not come free in time, a plan that became stale. The same work run again from its start mostly goes through; a handler is run again, and this does not count as one of its tries.',
    cure: 'Nothing, where it is rare. Else lock rows in the same order everywhere and keep transactions short; outside of handlers, run the transaction again.',
  },
  {
    code: 'DATABASE_UNAVAILABLE',
    what: 'The database cannot be reached, refuses the login, shuts down, or is out of connections, memory or disk. The event waits and is not dead-lettered.',
    cure: 'See that the server runs and takes the login in `DATABASE_URL_<SERVICE>`; handlers go on by themselves.',
  },
  {
    code: 'EFFECT_BROKEN',
    what: 'A run with faults found that the effect of a service is not what it should be, or that it never comes to rest. The message names the seed, the faults, as few as will do, and what the check said.',
    cure: 'Do everything by `ctx.tx` and `ctx.send`, or so that doing it twice is doing it once. `seeds: [N]` runs the same plan again.',
  },
  {
    code: 'FRAME_INVALID',
    what: 'A message does not begin with a zero byte and a schema id, so nobody can tell its schema. Dead-lettered at once, reason `poison`.',
    cure: 'Send it with a generated client, or any serializer that uses a schema registry.',
  },
  {
    code: 'HANDLER_ENDED',
    what: 'A handler sends after it has returned: its event may be committed already.',
    cure: '`await` every `ctx.send` before the handler returns.',
  },
  {
    code: 'HANDLER_TIMEOUT',
    what: 'A handler took longer than its timeout: `ctx.signal` was aborted, its transaction undone, and the try counts as failed.',
    cure: 'Hand `ctx.signal` to what the handler waits for, or raise `timeout` in `x-retry` or `receive`.',
  },
  {
    code: 'HEADER_INVALID',
    what: 'A header is missing, unknown to the contract, or has a value that the contract does not allow. Received: dead-lettered at once, reason `invalid`.',
    cure: "Give the headers that the message's contract lists; the message says which and what it expects.",
  },
  {
    code: 'LOG_CORRUPT',
    what: 'A file of the embedded log is not what was written. It names file and byte. Nothing is skipped.',
    cure: 'Restore the folder from a copy, or move it away and start with an empty log.',
  },
  {
    code: 'LOG_LOCKED',
    what: 'Another process uses the folder of the embedded log or of PGlite, or one on another host did and left its lock.',
    cure: 'Stop that process or take another folder. Delete the lock file only if you are certain that nothing uses the folder.',
  },
  {
    code: 'NOT_OBSERVED',
    what: 'A test waited on its harness for something that did not happen: nothing more was going on, or an application gave the message up.',
    cure: 'Read what did happen, which the message tells. Where a handler takes longer, raise `inactivityTimeout`.',
  },
  {
    code: 'NUMBER_INVALID',
    what: 'A `Decimal` was made of something that is no exact number, or would lose digits.',
    cure: "Give text as in `Decimal.of('12.50')`; give `rescale` a rounding where digits may be lost.",
  },
  {
    code: 'OFFSET_OUT_OF_RANGE',
    what: "A group's next record is gone: retention was faster than the group, or the topic was made anew. Receiving has stopped, since going on would skip.",
    cure: 'Decide where to go on: `resetOffsets` on the embedded log, `kafka-consumer-groups.sh --reset-offsets` on Kafka. Where the topic was made anew and delivery says so, `forgetTopic` of `@eventwright/runtime/delivery` too. Then start again.',
  },
  {
    code: 'PARAMETER_INVALID',
    what: "A parameter of a channel's address is missing, unknown, no text for the name of a topic, not of its enum, or not what the message itself says. Nothing was sent.",
    cure: 'Give the value that the message names what it asks for; where the contract has a `location`, leave the parameter out.',
  },
  {
    code: 'PARTITIONS_ADDED',
    what: 'A topic has more partitions than before, so keys move to others: later events of a key may overtake its earlier ones. Receiving goes on; new partitions are read from their first record.',
    cure: 'Where order per key matters, stop the senders, let the consumers catch up, and start the senders again. Next time make a new topic with more partitions.',
  },
  {
    code: 'RECORD_TOO_LARGE',
    what: 'A record is larger than its topic allows. An event whose handler sends it is dead-lettered at once, reason `oversize`.',
    cure: "Send less, or raise `max.message.bytes` in the channel's `topicConfiguration`, and `maxRecordBytes` of `openDelivery` where there is delivery.",
  },
  {
    code: 'REGISTRY_UNAVAILABLE',
    what: 'The schema registry cannot be reached or does not answer properly. The event waits and is not dead-lettered.',
    cure: 'See that it runs at `SCHEMA_REGISTRY_URL`; schemas that were looked up before go on working.',
  },
  {
    code: 'REQUEST_REFUSED',
    what: 'A request was not asked: inside of a transaction, or because too many wait for their replies already.',
    cure: 'Ask before the transaction begins, or send an event and go on when the answer is received; ask less at a time, or raise `limit` of `openRequests`.',
  },
  {
    code: 'REQUEST_TIMEOUT',
    what: 'A request had no reply by its deadline. It may have been answered all the same: the reply is dropped when it comes.',
    cure: 'Ask again where that does no harm, or give it a later deadline; see whether whoever answers runs, and keeps up.',
  },
  {
    code: 'SCHEMA_NOT_REGISTERED',
    what: 'The registry lacks a schema that this application sends. At start it names all of them.',
    cure: '`npx eventwright registry push --url URL`: services never register schemas.',
  },
  {
    code: 'SCHEMA_UNKNOWN',
    what: 'The registry has no schema of the id that a message names. Dead-lettered at once, reason `unknown_schema`.',
    cure: 'Find out with which registry the message was written; use that one, or bring its schemas over with their ids.',
  },
  {
    code: 'STREAM_CONFLICT',
    what: 'Events were to be appended to a stream of the event store that has another version than expected: another transaction was faster. Nothing was appended. In a handler it counts as a failed try.',
    cure: 'Read the stream again and decide anew; `aggregate()` does it by itself. `isStreamConflict` gives the actual version.',
  },
  {
    code: 'SUBSCRIPTION_STALLED',
    what: 'There are records for a group, and for long none has arrived. The consumer was replaced; where that did not help several times, receiving has ended.',
    cure: "Look into the log of the brokers. Where receiving has ended, start the process again; a transport's `stallTimeout` says how long is long.",
  },
  {
    code: 'TOPIC_UNKNOWN',
    what: 'A topic is not there. Handlers wait, nothing is dead-lettered.',
    cure: "`npx eventwright topics apply --brokers HOST:PORT`, or correct the channel's address.",
  },
  {
    code: 'TRANSPORT_CLOSED',
    what: 'Something was asked of a transport or subscription that was closed.',
    cure: 'Close the clients first and the transport last.',
  },
  {
    code: 'TRANSPORT_FAILED',
    what: 'The broker or the disk did not do what it should, or not in time. Whether a record was stored may be unknown.',
    cure: 'See that Kafka runs, or that the disk has space; sending again may store a second copy, which consumers recognise by its event id.',
  },
  {
    code: 'VALUE_INVALID',
    what: 'A value does not fit: a message its schema or the version that it is pinned to, a database parameter or column its type, a `PlainDate` the calendar. Nothing was sent or stored.',
    cure: 'Correct the path that the message names; it says what is expected and what was there.',
  },
  {
    code: 'VALUE_UNREADABLE',
    what: "Bytes are no value of the schema that they were written with, or a value cannot become one of the reader's schema. Dead-lettered at once, reason `poison`.",
    cure: 'Find out what the sender did; compare both schemas at the path in the message.',
  },
  {
    code: 'WORKFLOW_INVALID',
    what: 'The definition of a workflow contradicts itself: its transitions, its decisions, or the versions that were given. Nothing was decided.',
    cure: 'Correct what the message names; a decision that became impossible for instances under way belongs into a new version.',
  },
];

const ofRegistry: readonly Omit<ErrorExplanation, 'of'>[] = [
  {
    code: 'STORE_CLOSED',
    what: 'The registry or its store was closed.',
    cure: 'Open a new one.',
  },
  {
    code: 'STORE_CORRUPT',
    what: "A line of the registry's log is not what was written, or cannot be understood.",
    cure: 'Restore the file from a copy, or remove the line if what it holds can be lost.',
  },
  {
    code: 'STORE_FAILED',
    what: 'The disk refuses to write. Nothing more is kept, every answer is 50001.',
    cure: 'Mend the disk or its rights and start the registry again.',
  },
  {
    code: 'STORE_LOCKED',
    what: 'Another process uses the folder.',
    cure: 'Stop that process, or take another folder by `--data`.',
  },
];

/** Of everything that runtime and registry throw, by code. */
export const errorExplanations: ReadonlyMap<string, ErrorExplanation> = new Map(
  [
    ...ofRuntime.map((one): ErrorExplanation => ({ ...one, of: '@eventwright/runtime' })),
    ...ofRegistry.map((one): ErrorExplanation => ({ ...one, of: '@eventwright/registry' })),
  ].map((explanation) => [explanation.code, explanation]),
);
