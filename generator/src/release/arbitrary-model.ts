import { compatibilityLevels, parseSchema, readDeprecation } from '@eventwright/avro';
import fc from 'fast-check';
import type {
  Application,
  Channel,
  ContractModel,
  FailurePolicy,
  Header,
  Message,
  Operation,
  Parameter,
  Reply,
  SchemaFile,
  Server,
} from '../model/contract-model.ts';
import { errorClasses } from '../model/contract-model.ts';

const position = { file: 'asyncapi/contracts.yaml', line: 1, column: 1 };
const text = fc.string({ maxLength: 8 });
const word = fc.string({ minLength: 1, maxLength: 8 });
const optional = fc.option(text, { nil: undefined });
const byKey = (a: string, b: string): number => (a < b ? -1 : 1);

/** Contracts of any shape, with the names and values that nobody writes. */
export const arbitraryModel: fc.Arbitrary<ContractModel> = modelsOf((schemas) => schemas);

/** The same, where every message uses the newest version of its schemas. */
export const arbitraryCurrentModel: fc.Arbitrary<ContractModel> = modelsOf((schemas) =>
  schemas.filter((schema) => schema === schema.versions.at(-1)),
);

type Choice = (schemas: readonly SchemaFile[]) => readonly SchemaFile[];

/** `usable`: those of the schemas that messages may use. */
function modelsOf(usable: Choice): fc.Arbitrary<ContractModel> {
  return fc
    .record({
      schemas: fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1 }).map((ids) => ids.flatMap(versionsOf)),
      names: fc.uniqueArray(word, { maxLength: 6 }).map((names) => names.sort(byKey)),
      addresses: fc.uniqueArray(word, { minLength: 1, maxLength: 4 }).map((addresses) => addresses.sort(byKey)),
      applications: fc.uniqueArray(word, { maxLength: 3 }).map((names) => names.sort(byKey)),
    })
    .chain(({ schemas, names, addresses, applications }) =>
      fc
        .tuple(...names.map((name) => arbitraryMessage(name, usable(schemas))))
        .chain((messages) => fc.tuple(...addresses.map((address) => arbitraryChannel(address, messages))))
        .chain((channels) =>
          fc.tuple(...applications.map((name) => arbitraryApplication(name, channels))).map((built) => ({
            applications: built,
            channels,
            messages: [...new Set(channels.flatMap((channel) => channel.messages))].sort((a, b) =>
              byKey(a.name, b.name),
            ),
            schemas,
          })),
        ),
    );
}

/** One version of an even name, two of an odd one. */
function versionsOf(id: number): readonly SchemaFile[] {
  const versions: SchemaFile[] = [];
  for (let version = 1; version <= 1 + (id % 2); version += 1) {
    const file = `asyncapi/event${id}.v${version}.avsc`;
    const fields = version === 1 ? [] : [{ name: 'a', type: 'int', default: 0 }];
    const schema = parseSchema({ type: 'record', name: `shop.Event${id}`, fields });
    const types = schema.kind === 'record' ? [schema] : [];
    versions.push({ name: `shop.Event${id}`, version, file, schema, types, versions });
  }
  return versions;
}

const arbitraryHeader: fc.Arbitrary<Header> = fc.record({
  name: text,
  description: text,
  type: fc.constantFrom('string', 'integer', 'number', 'boolean'),
  required: fc.boolean(),
  values: fc.array(fc.oneof(text, fc.integer())),
  position: fc.constant(position),
});

const arbitraryMessage = (name: string, schemas: readonly SchemaFile[]): fc.Arbitrary<Message> =>
  fc.record({
    name: fc.constant(name),
    title: text,
    description: text,
    deprecated: optional.map(readDeprecation),
    owner: optional,
    payload: fc.constantFrom(...schemas),
    // All messages of a topic have one key, so here all have the same.
    key: fc.constantFrom(...schemas.slice(0, 1)),
    headers: fc.uniqueArray(arbitraryHeader, { selector: ({ name }) => name, maxLength: 2 }),
    wire: fc.record({
      contentType: optional,
      schemaFormat: optional,
      correlationId: optional,
      schemaIdLocation: optional,
      schemaIdPayloadEncoding: optional,
      schemaLookupStrategy: optional,
    }),
    isError: fc.boolean(),
    publicFields: fc.option(fc.array(fc.record({ path: text, position: fc.constant(position) })), { nil: undefined }),
    examples: fc.constant([]),
    position: fc.constant(position),
  });

const arbitraryParameter: fc.Arbitrary<Parameter> = fc.record({
  name: text,
  description: text,
  values: fc.option(fc.array(text, { minLength: 1, maxLength: 3 }), { nil: undefined }),
  default: optional,
  examples: fc.array(text, { maxLength: 1 }),
  location: optional,
  position: fc.constant(position),
});

const arbitraryChannel = (address: string, messages: readonly Message[]): fc.Arbitrary<Channel> =>
  fc.record({
    address: fc.constant(address),
    parameters: fc.uniqueArray(arbitraryParameter, { selector: ({ name }) => name, maxLength: 2 }),
    description: text,
    owner: optional,
    messages: fc.subarray([...messages]),
    servers: fc.array(text, { maxLength: 2 }),
    partitions: fc.integer({ min: 1 }),
    replicas: fc.integer({ min: 1 }),
    config: fc.dictionary(text, text, { maxKeys: 3 }),
    compatibility: fc.constantFrom(...compatibilityLevels),
    position: fc.constant(position),
  });

const arbitraryReply = (channels: readonly Channel[]): fc.Arbitrary<Reply> =>
  fc.option(fc.constantFrom(...channels), { nil: undefined }).chain((channel) =>
    fc.record({
      location: optional,
      channel: fc.constant(channel),
      messages: fc.subarray([...(channel?.messages ?? [])]),
      position: fc.constant(position),
    }),
  );

const arbitraryFailurePolicy: fc.Arbitrary<FailurePolicy> = fc.record({
  attempts: fc.option(fc.integer({ min: 1 }), { nil: undefined }),
  later: fc.option(fc.array(fc.integer({ min: 1 }), { maxLength: 2 }), { nil: undefined }),
  timeout: fc.option(fc.integer({ min: 1 }), { nil: undefined }),
  errors: fc.array(
    fc.record({ error: word, class: fc.constantFrom(...errorClasses), position: fc.constant(position) }),
    { maxLength: 2 },
  ),
});

const arbitraryOperation = (channels: readonly Channel[]): fc.Arbitrary<Operation> =>
  fc.constantFrom(...channels).chain((channel) =>
    fc.record({
      id: word,
      action: fc.constantFrom('send', 'receive'),
      channel: fc.constant(channel),
      messages: fc.subarray([...channel.messages]),
      summary: text,
      group: text,
      reply: fc.option(arbitraryReply(channels), { nil: undefined }),
      failurePolicy: fc.option(arbitraryFailurePolicy, { nil: undefined }),
      position: fc.constant(position),
    }),
  );

const arbitraryServer: fc.Arbitrary<Server> = fc.record({
  name: word,
  host: text,
  protocol: text,
  protocolVersion: optional,
  security: fc.array(text, { maxLength: 2 }),
  position: fc.constant(position),
});

const arbitraryApplication = (name: string, channels: readonly Channel[]): fc.Arbitrary<Application> =>
  fc.record({
    name: fc.constant(name),
    title: text,
    version: text,
    versionPosition: fc.constant(position),
    description: text,
    owner: optional,
    contact: fc.option(fc.record({ name: optional, email: optional, url: optional }), { nil: undefined }),
    tags: fc.array(fc.record({ name: word, description: text }), { maxLength: 2 }),
    defaultContentType: optional,
    servers: uniqueBy(arbitraryServer, (server) => server.name),
    operations: uniqueBy(arbitraryOperation(channels), (operation) => operation.id),
    position: fc.constant(position),
  });

const uniqueBy = <T>(one: fc.Arbitrary<T>, keyOf: (item: T) => string): fc.Arbitrary<readonly T[]> =>
  fc
    .uniqueArray(one, { selector: keyOf, maxLength: 3 })
    .map((items) => items.sort((a, b) => byKey(keyOf(a), keyOf(b))));
