import { type Schema, schemaText } from '@eventwright/avro';
import type {
  Catalog,
  Operation as CatalogOperation,
  CommandLine,
  Event,
  FieldUse,
  Guide,
  Place,
  Release,
  Rule,
  SchemaVersion,
  Service,
  Snippet,
  Term,
  Topic,
} from '@eventwright/site';
import type {
  Application,
  Channel,
  ContractModel,
  FailurePolicy,
  Message,
  Operation,
  SchemaFile,
} from '../../model/contract-model.ts';
import { deadLetterChannels } from '../../model/dead-letter-channels.ts';
import { usableReply } from '../../model/usable-reply.ts';

/** What a catalogue says besides the contracts. */
export interface CatalogExtras {
  readonly title: string;
  readonly description: string;
  /** Undefined where nobody looked. */
  readonly uses: readonly FieldUse[] | undefined;
  readonly rules: readonly Rule[];
  readonly commandLine: CommandLine;
  readonly guides: readonly Guide[];
  readonly releases: readonly Release[];
  /** Where these come from. */
  readonly history: string;
  /** Day that countdowns count from. */
  readonly date: string | undefined;
  /** Whether a version of a schema is recorded as released. */
  isReleased(schema: SchemaFile): boolean;
  /** Code that sends or receives the message of this name. */
  snippetsOf(message: string): readonly Snippet[];
}

/** The contracts as the catalogue that a site is made of. */
export function catalogOf(model: ContractModel, { isReleased, snippetsOf, ...extras }: CatalogExtras): Catalog {
  return {
    format: 1,
    ...extras,
    glossary: glossaryOf(model),
    services: model.applications.map(serviceOf),
    topics: topicsOf(model),
    events: model.messages.map((message) => ({ ...eventOf(message, model), snippets: snippetsOf(message.name) })),
    schemas: model.schemas.map((schema) => versionOf(schema, isReleased(schema))),
  };
}

/** Words of the trade by name, each with what the first document says of it that says anything. */
function glossaryOf({ applications }: ContractModel): readonly Term[] {
  const tags = applications.flatMap(({ name, tags: own }) => own.map((tag) => ({ ...tag, service: name })));
  return [...Map.groupBy(tags, ({ name }) => name)]
    .map(([name, list]) => ({
      name,
      text: list.find(({ description }) => description !== '')?.description ?? '',
      services: [...new Set(list.map(({ service }) => service))],
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const placeOf = ({ file, line }: { readonly file: string; readonly line: number }): Place => ({ file, line });

function serviceOf(application: Application): Service {
  const { name, title, version, description, owner, contact, servers, operations, position } = application;
  return {
    name,
    title,
    version,
    description,
    owner,
    contact,
    servers: servers.map((server) => ({ name: server.name, host: server.host, protocol: server.protocol })),
    operations: operations.map(operationOf),
    place: placeOf(position),
  };
}

function operationOf(operation: Operation): CatalogOperation {
  const { id, action, summary, channel, messages, group, failurePolicy, position } = operation;
  const reply = usableReply(operation);
  return {
    id,
    action,
    summary,
    topic: channel.address,
    events: messages.map(({ name }) => name),
    group,
    failures: failurePolicy === undefined ? undefined : failuresOf(failurePolicy),
    reply:
      reply === undefined
        ? undefined
        : { topic: reply.channel.address, events: reply.messages.map(({ name }) => name) },
    place: placeOf(position),
  };
}

const failuresOf = ({ attempts, later, timeout, errors }: FailurePolicy): CatalogOperation['failures'] => ({
  attempts,
  later,
  timeout,
  errors: errors.map((one) => [one.error, one.class]),
});

function topicsOf(model: ContractModel): readonly Topic[] {
  const letters = new Map(deadLetterChannels(model).map(({ address, of }) => [of, address]));
  return model.channels.map((channel) => topicOf(channel, letters.get(channel.address)));
}

function topicOf(channel: Channel, deadLetterTopic: string | undefined): Topic {
  const { address, description, owner, partitions, replicas, config, compatibility, messages, position } = channel;
  return {
    address,
    description,
    owner,
    partitions,
    replicas,
    config,
    compatibility,
    deadLetterTopic,
    events: messages.map(({ name }) => name),
    place: placeOf(position),
  };
}

function eventOf(message: Message, { channels }: ContractModel): Omit<Event, 'snippets'> {
  const { name, title, description, owner, deprecated, payload, key, headers, examples, position } = message;
  const carrier = channels.find((channel) => channel.messages.includes(message));
  return {
    name,
    title,
    description,
    owner: owner ?? carrier?.owner,
    domain: payload.name.slice(0, Math.max(0, payload.name.lastIndexOf('.'))),
    deprecated,
    schema: payload.name,
    version: payload.version,
    key: key.name,
    headers: headers.map((header) => ({
      name: header.name,
      description: header.description,
      type: header.type,
      required: header.required,
      values: header.values,
    })),
    examples: examples.map((example) => ({ name: example.name, summary: example.summary, payload: example.payload })),
    place: placeOf(position),
  };
}

/** Where contracts are read again, schemas that have not changed are the same, and then their entries are, too. */
const entries = new WeakMap<Schema, SchemaVersion>();

function versionOf({ name, version, file, schema }: SchemaFile, released: boolean): SchemaVersion {
  const known = entries.get(schema);
  if (known?.name === name && known.version === version && known.place?.file === file && known.released === released) {
    return known;
  }
  const entry: SchemaVersion = {
    name,
    version,
    text: known?.text ?? schemaText(schema),
    released,
    place: file === undefined ? undefined : { file, line: schema.position?.line ?? 1 },
  };
  entries.set(schema, entry);
  return entry;
}
