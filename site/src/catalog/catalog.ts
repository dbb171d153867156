import type { CompatibilityLevel, Deprecation, JsonValue } from '@eventwright/avro';

/**
 * All that a site says, as plain data: what the contracts say, freed of how they say it, and what was found beside them.
 * It is what `catalog.json` holds, so its shape is a promise: `format` grows where a reader of the old one would fail.
 * Lists are sorted by name; parts refer to each other by name.
 */
export interface Catalog {
  readonly format: 1;
  /** What the estate is called. */
  readonly title: string;
  /** What it is about, in a sentence; may be empty. */
  readonly description: string;
  /** The day that countdowns count from, such as 2026-11-21; undefined where none is known. */
  readonly date: string | undefined;
  /** Words of the trade, by name. */
  readonly glossary: readonly Term[];
  readonly services: readonly Service[];
  readonly topics: readonly Topic[];
  readonly events: readonly Event[];
  /** Every version of every schema that events, their keys among them, are made of. */
  readonly schemas: readonly SchemaVersion[];
  /** Where code uses fields of events; undefined where nobody looked. */
  readonly uses: readonly FieldUse[] | undefined;
  /** What findings and errors of the tools mean. */
  readonly rules: readonly Rule[];
  /** How the tools are called. */
  readonly commandLine: CommandLine;
  /** Texts of people, in the order in which they are to be read. */
  readonly guides: readonly Guide[];
  /** States that were released, newest first; what is not released yet comes before them. */
  readonly releases: readonly Release[];
  /** Where these come from, in a sentence for people. */
  readonly history: string;
}

/** A place in the contracts or in code, relative to the root of the repository. */
export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** A service, as its AsyncAPI document tells. */
export interface Service {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly description: string;
  readonly owner: string | undefined;
  readonly contact: Contact | undefined;
  readonly operations: readonly Operation[];
  readonly servers: readonly Server[];
  readonly place: Place;
}

/** Whom to ask. */
export interface Contact {
  readonly name: string | undefined;
  readonly email: string | undefined;
  readonly url: string | undefined;
}

/** A word that contracts use, and what it means. */
export interface Term {
  readonly name: string;
  /** May be empty. */
  readonly text: string;
  /** Names of the services whose contracts use it. */
  readonly services: readonly string[];
}

export interface Server {
  readonly name: string;
  readonly host: string;
  readonly protocol: string;
}

/** What a service sends to a topic, or receives from it. */
export interface Operation {
  readonly id: string;
  readonly action: 'send' | 'receive';
  readonly summary: string;
  /** Address of the topic. */
  readonly topic: string;
  /** Names of the events. */
  readonly events: readonly string[];
  /** Consumer group; of one that sends it means nothing. */
  readonly group: string;
  /** What follows where a handler fails; undefined where the contract says nothing. */
  readonly failures: FailurePolicy | undefined;
  /** What comes back: to the service that sends, from the one that receives. */
  readonly reply: OperationReply | undefined;
  readonly place: Place;
}

export interface OperationReply {
  /** Address of the topic. */
  readonly topic: string;
  /** Names of the events. */
  readonly events: readonly string[];
}

export interface FailurePolicy {
  /** Tries in place. */
  readonly attempts: number | undefined;
  /** Waits before the later tries, in milliseconds. */
  readonly later: readonly number[] | undefined;
  /** How long a try may take, in milliseconds. */
  readonly timeout: number | undefined;
  /** What classes of errors mean: `[name, class]`. */
  readonly errors: readonly (readonly [string, string])[];
}

export interface Topic {
  /** With parameters a template, such as `orders.{region}`. */
  readonly address: string;
  readonly description: string;
  readonly owner: string | undefined;
  readonly partitions: number;
  readonly replicas: number;
  /** By Kafka's names, such as `retention.ms`. */
  readonly config: Readonly<Record<string, string>>;
  readonly compatibility: CompatibilityLevel;
  /** Where what cannot be handled goes; undefined where nobody receives. */
  readonly deadLetterTopic: string | undefined;
  /** Names of the events that it carries. */
  readonly events: readonly string[];
  readonly place: Place;
}

/** A message of the contracts. */
export interface Event {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Who answers for it: its own owner, else that of its topic. */
  readonly owner: string | undefined;
  /** Namespace of its payload. */
  readonly domain: string;
  readonly deprecated: Deprecation | undefined;
  /** Full name of the payload's schema, which has a version of its own for each of the event's. */
  readonly schema: string;
  /** Newest version of that schema, to which the contract points. */
  readonly version: number;
  /** Full name of the key's schema, or the name of a primitive. */
  readonly key: string;
  /** Headers of the contract, beyond those that every event has. */
  readonly headers: readonly Header[];
  readonly examples: readonly Example[];
  /** Code that sends or receives it; none where the estate generates no clients. */
  readonly snippets: readonly Snippet[];
  readonly place: Place;
}

export interface Header {
  readonly name: string;
  readonly description: string;
  readonly type: string;
  readonly required: boolean;
  readonly values: readonly (string | number)[];
}

export interface Example {
  readonly name: string;
  readonly summary: string;
  /** In Avro's JSON encoding. */
  readonly payload: JsonValue;
}

/** TypeScript that sends or receives an event by the generated client of a service: a whole file. */
export interface Snippet {
  readonly action: 'send' | 'receive';
  /** Name of the service whose client it is. */
  readonly service: string;
  readonly text: string;
  /** Whether the compiler accepted it when the catalogue was made; undefined where nobody asked it. */
  readonly isCompiled: boolean | undefined;
}

export interface SchemaVersion {
  /** Full Avro name. */
  readonly name: string;
  readonly version: number;
  /** The schema as one text that needs no other. */
  readonly text: string;
  /** Whether the lock has it: what is released never changes. */
  readonly released: boolean;
  readonly place: Place | undefined;
}

/** A place in code that uses a field of an event. */
export interface FieldUse extends Place {
  readonly event: string;
  readonly part: 'value' | 'key' | 'headers';
  /** Names with dots between them, arrays and maps passed over; empty for the whole part. */
  readonly path: string;
  readonly access: 'reads' | 'writes' | 'may read everything';
  /** Of a rest or of what is left by `Omit`: the fields below `path` that it has not. */
  readonly except: readonly string[];
  /** Services of the catalogue whose code it is. */
  readonly services: readonly string[];
  /** Whose code it is, where it is not this repository's. */
  readonly repository: string | undefined;
  /** The line of code. */
  readonly code: string;
}

/** What a release changed, or what is about to be released. */
export interface Release {
  /** Tag or commit; undefined for what is not released. */
  readonly name: string | undefined;
  /** Such as 2026-11-21. */
  readonly date: string | undefined;
  readonly changes: readonly Change[];
}

export interface Change {
  readonly kind: 'added' | 'changed' | 'deprecated' | 'removed';
  readonly part: 'service' | 'topic' | 'event' | 'schema';
  /** Of that part. */
  readonly name: string;
  readonly text: string;
  /** Whether it breaks somebody. */
  readonly breaking: boolean;
}

/** What a finding, or an error of a running service, means and how to mend it. */
export interface Rule {
  /** Such as `AVRO_NAME_UNRESOLVED`. */
  readonly id: string;
  /** Of a finding `error`, `warning` or `info`; of an error the program that has it. */
  readonly kind: string;
  readonly what: string;
  readonly why: string;
  readonly cure: string;
  /** Files that have the finding, and the same without it; empty for errors. */
  readonly bad: readonly RuleExample[];
  readonly good: readonly RuleExample[];
}

export interface RuleExample {
  readonly title: string;
  readonly text: string;
}

export interface CommandLine {
  /** Sorted by name. */
  readonly commands: readonly Command[];
  /** Options that every command takes. */
  readonly options: readonly CommandTerm[];
  readonly exitCodes: readonly { readonly code: number; readonly meaning: string }[];
}

export interface Command {
  /** Without that of the program: `docs build`. */
  readonly name: string;
  readonly summary: string;
  /** Such as `eventwright docs build [options]`. */
  readonly usage: string;
  readonly arguments: readonly CommandTerm[];
  readonly options: readonly CommandTerm[];
  /** Whole lines, as they are typed. */
  readonly examples: readonly string[];
  /** What else there is to know; may be empty. */
  readonly notes: string;
}

/** An argument or option, as it is typed, and what it does. */
export interface CommandTerm {
  readonly term: string;
  readonly text: string;
}

export interface Guide {
  /** Unique, and part of its address: `event-store`. */
  readonly name: string;
  readonly title: string;
  /** Without the title. */
  readonly markdown: string;
}
