import type { Position } from '@eventwright/avro';
import type {
  Application,
  Channel,
  ContractModel,
  Message,
  Operation,
  Parameter,
  SchemaFile,
  Server,
  WireFormat,
} from '../model/contract-model.ts';
import { deprecationText } from '../model/deprecation.ts';
import { registrationsOf } from '../model/registrations.ts';
import { createDrawnIn } from './drawn-in.ts';
import type {
  Lock,
  LockedApplication,
  LockedChannel,
  LockedMessage,
  LockedOperation,
  LockedParameter,
  LockedReply,
  LockedSchema,
  LockedServer,
  LockedSubject,
  SchemaVersion,
} from './lock.ts';
import { definitionFingerprint, releaseFingerprint } from './schema-fingerprint.ts';

const nothing: Pick<Lock, 'subjects' | 'schemas'> = { subjects: [], schemas: [] };

/**
 * The lock after a release of these contracts. What `previous` ones have released stays released. Members are listed one by
 * one since their order is that of the file.
 */
export function lockOf(model: ContractModel, previous: Pick<Lock, 'subjects' | 'schemas'> = nothing): Lock {
  const { applications } = model;
  return {
    subjects: union([...previous.subjects, ...subjectsOf(model)], subjectKey),
    schemas: union([...previous.schemas, ...schemasOf(model)], schemaKey),
    applications: applications.map(lockApplication),
    servers: applications.flatMap(({ name, servers }) => servers.map((one) => lockServer(name, one))),
    operations: applications.flatMap(({ name, operations }) => operations.map((one) => lockOperation(name, one))),
    channels: model.channels.map(lockChannel),
    messages: model.messages.map(lockMessage),
  };
}

/** Identify a line of their list, and sort it: versions by number. */
export const subjectKey = ({ subject, version }: Pick<LockedSubject, 'subject' | 'version'>): string =>
  versionKey(subject, version);
export const schemaKey = ({ name, version }: SchemaVersion): string => versionKey(name, version);

const versionKey = (name: string, version: number): string => `${name} ${String(version).padStart(9, '0')}`;

/** Of items with the same key the last one, sorted by key. */
function union<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const byKey = new Map(items.map((item) => [keyOf(item), item]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

const subjectsOf = (model: ContractModel): readonly LockedSubject[] =>
  registrationsOf(model).map(({ subject, schema }) => ({
    subject,
    version: schema.version,
    schema: schema.name,
    fingerprint: releaseFingerprint(schema),
    position: positionOf(schema),
  }));

function schemasOf(model: ContractModel): readonly LockedSchema[] {
  const drawnIn = createDrawnIn(model);
  const files = new Set(registrationsOf(model).flatMap(({ schema }) => drawnIn(schema)));
  return [...files].flatMap((schema) => {
    const { name, version, file } = schema;
    if (file === undefined) return [];
    const fingerprint = definitionFingerprint(schema, drawnIn(schema));
    return [{ name, version, file, fingerprint, position: positionOf(schema) }];
  });
}

/** Where a schema is defined. A primitive is defined nowhere. */
export const positionOf = ({ schema, file = '' }: SchemaFile): Position =>
  schema.position ?? { file, line: 1, column: 1 };

const lockApplication = ({ name, version, owner, defaultContentType, position }: Application): LockedApplication => ({
  name,
  version,
  owner,
  defaultContentType,
  position,
});

const lockServer = (application: string, server: Server): LockedServer => ({
  application,
  name: server.name,
  host: server.host,
  protocol: server.protocol,
  protocolVersion: server.protocolVersion,
  security: server.security,
  position: server.position,
});

function lockOperation(application: string, operation: Operation): LockedOperation {
  const { id, action, channel, messages, group, reply, position } = operation;
  return {
    application,
    id,
    action,
    channel: channel.address,
    messages: messages.map(nameOf),
    group,
    reply: reply && lockReply(reply),
    position,
  };
}

const lockReply = ({ location, channel, messages }: NonNullable<Operation['reply']>): LockedReply => ({
  location,
  channel: channel?.address,
  messages: messages.map(nameOf),
});

const lockChannel = (channel: Channel): LockedChannel => ({
  address: channel.address,
  parameters: channel.parameters.map(lockParameter),
  owner: channel.owner,
  messages: channel.messages.map(nameOf),
  servers: channel.servers,
  partitions: channel.partitions,
  replicas: channel.replicas,
  config: Object.fromEntries(Object.entries(channel.config).sort(([a], [b]) => (a < b ? -1 : 1))),
  compatibility: channel.compatibility,
  position: channel.position,
});

const lockParameter = ({ name, values, default: standard, location }: Parameter): LockedParameter => ({
  name,
  values,
  default: standard,
  location,
});

function lockMessage({ name, deprecated, payload, key, headers, wire, position }: Message): LockedMessage {
  return {
    name,
    deprecated: deprecated && deprecationText(deprecated),
    payload: versionOf(payload),
    key: versionOf(key),
    headers: headers.map(({ name: header, type, required, values }) => ({ name: header, type, required, values })),
    wire: lockWire(wire),
    position,
  };
}

const lockWire = (wire: WireFormat): WireFormat => ({
  contentType: wire.contentType,
  schemaFormat: wire.schemaFormat,
  correlationId: wire.correlationId,
  schemaIdLocation: wire.schemaIdLocation,
  schemaIdPayloadEncoding: wire.schemaIdPayloadEncoding,
  schemaLookupStrategy: wire.schemaLookupStrategy,
});

const versionOf = ({ name, version }: SchemaFile): SchemaVersion => ({ name, version });

const nameOf = ({ name }: Message): string => name;
