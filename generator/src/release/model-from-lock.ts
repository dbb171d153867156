import { type PrimitiveName, readDeprecation } from '@eventwright/avro';
import type { SubjectVersion } from '../model/base.ts';
import type {
  Application,
  Channel,
  ContractModel,
  Message,
  Operation,
  Reply,
  SchemaFile,
  Server,
} from '../model/contract-model.ts';
import type {
  Lock,
  LockedApplication,
  LockedChannel,
  LockedMessage,
  LockedOperation,
  LockedReply,
  LockedSchema,
  SchemaVersion,
} from './lock.ts';
import { schemaKey } from './lock-of.ts';
import { releaseFingerprint } from './schema-fingerprint.ts';

/**
 * The contracts at the last release, as far as the lock tells: no texts for people, positions in the lock. Schemas are
 * those of `today` by name and version; one that is gone has a record without fields in its place.
 */
export function modelFromLock(lock: Lock, today: ContractModel): ContractModel {
  const schemas = schemasAt(lock, today);
  const messages = new Map(lock.messages.map((message) => [message.name, messageAt(schemas, message)]));
  const channels = new Map(lock.channels.map((channel) => [channel.address, channelAt(messages, channel)]));
  return {
    applications: lock.applications.map((application) => applicationAt({ lock, channels, messages }, application)),
    channels: [...channels.values()],
    messages: [...messages.values()],
    schemas: schemas.list(),
  };
}

/** What was released under each subject, oldest version first, where the contracts of `today` still have it to the letter. */
export function releasedSubjects(lock: Lock, today: ContractModel): ReadonlyMap<string, readonly SubjectVersion[]> {
  const files = filesByVersion(today);
  const subjects = new Map<string, readonly SubjectVersion[]>();
  for (const [subject, versions] of Map.groupBy(lock.subjects, (locked) => locked.subject)) {
    const held = versions.flatMap(({ schema: name, version, fingerprint }): readonly SubjectVersion[] => {
      const file = files.get(schemaKey({ name, version }));
      if (file === undefined || releaseFingerprint(file) !== fingerprint) return [];
      return [{ version, schema: file.schema }];
    });
    subjects.set(subject, held);
  }
  return subjects;
}

/** All schemas by `schemaKey`; a primitive is there whether it is used or not. */
export const filesByVersion = ({ schemas }: ContractModel): ReadonlyMap<string, SchemaFile> =>
  new Map([...primitives, ...schemas].map((file) => [schemaKey(file), file]));

const primitiveNames: readonly PrimitiveName[] = ['boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];

const primitives = primitiveNames.map((type): SchemaFile => {
  const schema = { kind: 'primitive', type, properties: {} } as const;
  return { name: type, version: 1, file: undefined, schema, types: [], versions: [] };
});

interface SchemasAt {
  of(version: SchemaVersion): SchemaFile;
  list(): readonly SchemaFile[];
}

/** A version belongs to the versions that were there at the release, not to those of today. */
function schemasAt({ schemas }: Lock, today: ContractModel): SchemasAt {
  const known = filesByVersion(today);
  const made = new Map<string, SchemaFile>();
  const versionsOf = new Map<string, SchemaFile[]>();
  const make = (version: SchemaVersion, locked?: LockedSchema): SchemaFile => {
    const earlier = made.get(schemaKey(version));
    if (earlier !== undefined) return earlier;
    const versions = versionsOf.get(version.name) ?? [];
    versionsOf.set(version.name, versions);
    const file = { ...(known.get(schemaKey(version)) ?? missing(version, locked)), versions };
    versions.push(file);
    versions.sort((a, b) => a.version - b.version);
    made.set(schemaKey(version), file);
    return file;
  };
  for (const schema of schemas) make(schema, schema);
  return {
    of: make,
    list: () => [...made].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file),
  };
}

function missing({ name, version }: SchemaVersion, locked: LockedSchema | undefined): Omit<SchemaFile, 'versions'> {
  const schema = {
    kind: 'record',
    isError: false,
    name,
    aliases: [],
    fields: [],
    properties: {},
    ...(locked === undefined ? {} : { position: locked.position }),
  } as const;
  return { name, version, file: locked?.file, schema, types: [schema] };
}

function messageAt(schemas: SchemasAt, { payload, key, headers, deprecated, ...message }: LockedMessage): Message {
  const { name, position } = message;
  return {
    ...message,
    deprecated: readDeprecation(deprecated),
    owner: undefined,
    title: name,
    description: '',
    payload: schemas.of(payload),
    key: schemas.of(key),
    headers: headers.map((header) => ({ ...header, description: '', position })),
    isError: false,
    publicFields: undefined,
    examples: [],
  };
}

type ByName<T> = ReadonlyMap<string, T>;

const channelAt = (messages: ByName<Message>, { messages: names, parameters, ...channel }: LockedChannel): Channel => ({
  ...channel,
  description: '',
  messages: named(messages, names),
  parameters: parameters.map((parameter) => ({
    ...parameter,
    description: '',
    examples: [],
    position: channel.position,
  })),
});

interface Parts {
  readonly lock: Lock;
  readonly channels: ByName<Channel>;
  readonly messages: ByName<Message>;
}

function applicationAt(parts: Parts, application: LockedApplication): Application {
  const { name, position } = application;
  const own = <T extends { readonly application: string }>(items: readonly T[]): readonly T[] =>
    items.filter((item) => item.application === name);
  return {
    ...application,
    versionPosition: position,
    title: name,
    description: '',
    contact: undefined,
    tags: [],
    servers: own(parts.lock.servers).map(({ application: _, ...server }): Server => server),
    operations: own(parts.lock.operations).flatMap((operation) => operationAt(parts, operation)),
  };
}

function operationAt(parts: Parts, locked: LockedOperation): readonly Operation[] {
  const { application: _, channel: address, messages, reply, ...operation } = locked;
  const channel = parts.channels.get(address);
  if (channel === undefined) return [];
  return [
    {
      ...operation,
      channel,
      messages: named(parts.messages, messages),
      summary: '',
      reply: reply && { ...replyAt(parts, reply), position: operation.position },
      failurePolicy: undefined,
    },
  ];
}

const replyAt = (parts: Parts, { location, channel, messages }: LockedReply): Omit<Reply, 'position'> => ({
  location,
  channel: channel === undefined ? undefined : parts.channels.get(channel),
  messages: named(parts.messages, messages),
});

const named = (messages: ByName<Message>, names: readonly string[]): readonly Message[] =>
  names.flatMap((name) => messages.get(name) ?? []);
