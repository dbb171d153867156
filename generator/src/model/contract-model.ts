import type { CompatibilityLevel, Deprecation, JsonValue, NamedSchema, Position, Schema } from '@eventwright/avro';

/**
 * What the contracts say, freed of how they say it: `$ref`s followed, traits applied, Avro names resolved, everything
 * sorted by name. Every part keeps the position in the user's own file. Pure data; built by `buildModel`, read by
 * checks and emitters.
 */
export interface ContractModel {
  readonly applications: readonly Application[];
  readonly channels: readonly Channel[];
  readonly messages: readonly Message[];
  /** Every version of every schema file, and the primitives that are used as keys. */
  readonly schemas: readonly SchemaFile[];
}

/** One AsyncAPI document: a service with what it sends and receives. */
export interface Application {
  /** From the file name: `asyncapi/orders.yaml` is `orders`. */
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly versionPosition: Position;
  readonly description: string;
  /** `x-owner` of the document's info. */
  readonly owner: string | undefined;
  /** Whom to ask, by the document's info; a lock has none, as it has no tags. */
  readonly contact: Contact | undefined;
  /** Words of the trade that the document's info explains, in the order written. */
  readonly tags: readonly Tag[];
  /** Of messages that name none themselves. */
  readonly defaultContentType: string | undefined;
  readonly servers: readonly Server[];
  readonly operations: readonly Operation[];
  readonly position: Position;
}

export interface Contact {
  readonly name: string | undefined;
  readonly email: string | undefined;
  readonly url: string | undefined;
}

export interface Tag {
  readonly name: string;
  readonly description: string;
}

/** A broker by its name in the document. */
export interface Server {
  readonly name: string;
  readonly host: string;
  readonly protocol: string;
  readonly protocolVersion: string | undefined;
  /** Types of the security schemes, such as `scramSha512`, sorted; empty where anybody may come in. */
  readonly security: readonly string[];
  readonly position: Position;
}

/** One operation on one channel, with the messages it is limited to or else all of the channel's. */
export interface Operation {
  readonly id: string;
  readonly action: 'send' | 'receive';
  readonly channel: Channel;
  readonly messages: readonly Message[];
  readonly summary: string;
  /** Consumer group: `bindings.kafka.groupId`, else the application's name. */
  readonly group: string;
  readonly reply: Reply | undefined;
  /** Of one that receives; undefined where nothing is said. A lock has none. */
  readonly failurePolicy: FailurePolicy | undefined;
  readonly position: Position;
}

/** What follows where a handler fails: `x-retry` and `x-errors`, those of the whole document included. */
export interface FailurePolicy extends RetryPolicy {
  /** By name, none twice; those of the operation itself first. */
  readonly errors: readonly ErrorClass[];
}

/** How the failures of a handler are tried again; what is undefined is left to the runtime. */
export interface RetryPolicy {
  /** Tries in place, one after the other. */
  readonly attempts: number | undefined;
  /** Waits before each of the later tries, in milliseconds. */
  readonly later: readonly number[] | undefined;
  /** How long a try may take, in milliseconds. */
  readonly timeout: number | undefined;
}

/** What an error in a handler means. */
export interface ErrorClass {
  /** Name or code of the error. */
  readonly error: string;
  readonly class: (typeof errorClasses)[number];
  readonly position: Position;
}

/** In the order in which they are listed for people: the mildest first. */
export const errorClasses = ['transient', 'retry', 'fatal', 'outage'] as const;

/** What comes back to an operation, and where. */
export interface Reply {
  /** Runtime expression of the address, such as `$message.header#/reply_topic`. */
  readonly location: string | undefined;
  readonly channel: Channel | undefined;
  readonly messages: readonly Message[];
  readonly position: Position;
}

export interface Channel {
  /** The topic; with parameters a template of topics, such as `orders.{region}.placed`. */
  readonly address: string;
  /** Those of the address, in the order in which they stand there. */
  readonly parameters: readonly Parameter[];
  readonly description: string;
  readonly owner: string | undefined;
  readonly messages: readonly Message[];
  /** Names of the servers that it is limited to, sorted; empty for all. */
  readonly servers: readonly string[];
  readonly partitions: number;
  readonly replicas: number;
  /** By Kafka's names, such as `retention.ms`. */
  readonly config: Readonly<Record<string, string>>;
  /** `x-compatibility`; default BACKWARD_TRANSITIVE. */
  readonly compatibility: CompatibilityLevel;
  readonly position: Position;
}

/** A parameter in the address of a channel. */
export interface Parameter {
  readonly name: string;
  readonly description: string;
  /** The only values allowed; undefined where any will do. */
  readonly values: readonly string[] | undefined;
  readonly default: string | undefined;
  readonly examples: readonly string[];
  /** Runtime expression of the place where a message says it, such as `$message.payload#/region`. */
  readonly location: string | undefined;
  readonly position: Position;
}

export interface Message {
  /** `OrderPlaced`; unique over all documents. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** `x-owner` of the message; undefined where its channel's owner answers for it. A lock has none. */
  readonly owner: string | undefined;
  /** `x-deprecated`; undefined where the message is not deprecated. A lock has its words only. */
  readonly deprecated: Deprecation | undefined;
  readonly payload: SchemaFile;
  readonly key: SchemaFile;
  /** Headers of the contract beyond CloudEvents, trace context and content type, which the runtime fills. */
  readonly headers: readonly Header[];
  readonly wire: WireFormat;
  /** `x-error`: as a reply it says why a request cannot be met. A lock does not say. */
  readonly isError: boolean;
  /** Fields that may be shown to the outside (`x-public`), in the order written; undefined where nothing may. */
  readonly publicFields: readonly PublicField[] | undefined;
  readonly examples: readonly Example[];
  readonly position: Position;
}

/** A field of the payload that may be shown to the outside, with all that is in it but personal data. */
export interface PublicField {
  /** Names of the fields that lead there, joined by dots: `totals.total`. Lists, maps and unions on the way have no name. */
  readonly path: string;
  readonly position: Position;
}

/** How a message is written; undefined where the contract leaves it open. */
export interface WireFormat {
  readonly contentType: string | undefined;
  readonly schemaFormat: string | undefined;
  /** Runtime expression, such as `$message.header#/ce_correlationid`. */
  readonly correlationId: string | undefined;
  /** These three as in the Kafka binding. */
  readonly schemaIdLocation: string | undefined;
  readonly schemaIdPayloadEncoding: string | undefined;
  readonly schemaLookupStrategy: string | undefined;
}

export interface Header {
  readonly name: string;
  readonly description: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean';
  readonly required: boolean;
  readonly values: readonly (string | number)[];
  readonly position: Position;
}

export interface Example {
  readonly name: string;
  readonly summary: string;
  readonly headers: JsonValue | undefined;
  /** In Avro's JSON encoding. */
  readonly payload: JsonValue;
}

/** One version of a schema: one `.avsc` file, a schema that stands in a document, or a primitive used as a key. */
export interface SchemaFile {
  /** Full Avro name, or the name of a primitive. */
  readonly name: string;
  /** From the file name: `order-placed.v2.avsc` is version 2. In a document there is one version, 1. */
  readonly version: number;
  /** Relative to the folder of the configuration file, with `/`; undefined for a primitive. */
  readonly file: string | undefined;
  readonly schema: Schema;
  /** The named types that are defined in it, outermost first. */
  readonly types: readonly NamedSchema[];
  /** All versions of the same name, oldest first, this one among them. */
  readonly versions: readonly SchemaFile[];
}
