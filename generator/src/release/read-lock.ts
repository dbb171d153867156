import { compatibilityLevels, type JsonNode, type Position, parseJson } from '@eventwright/avro';
import type { Header, WireFormat } from '../model/contract-model.ts';
import type { Finding } from '../model/finding.ts';
import { suggest } from '../model/suggest.ts';
import { type ItemReader, LockProblem, readItem } from './item-reader.ts';
import type {
  Lock,
  LockedApplication,
  LockedChannel,
  LockedHeader,
  LockedMessage,
  LockedOperation,
  LockedParameter,
  LockedSchema,
  LockedServer,
  LockedSubject,
  SchemaVersion,
} from './lock.ts';
import { schemaKey, subjectKey } from './lock-of.ts';
import { lockVersion } from './lock-text.ts';

export type ReadLock =
  | { readonly kind: 'lock'; readonly lock: Lock }
  | { readonly kind: 'invalid'; readonly finding: Finding };

/** Reads the text of a lock; `file` stands in positions. Pure. */
export function readLock(text: string, file: string): ReadLock {
  const { node, problems } = parseJson(text, file);
  const [problem] = problems;
  const position = problem?.position ?? { file, line: 1, column: 1 };
  if (/^<{7} /m.test(text)) return invalid('git has left a conflict in it', conflictPosition(text, file));
  if (problem !== undefined || node === undefined)
    return invalid(lowerFirst(problem?.message ?? 'it is empty'), position);
  try {
    return { kind: 'lock', lock: checked(readItem(node, readRoot)) };
  } catch (error) {
    if (error instanceof LockProblem) return invalid(error.message, error.position);
    throw error;
  }
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function conflictPosition(text: string, file: string): Position {
  const line = text.split('\n').findIndex((one) => one.startsWith('<<<<<<< ')) + 1;
  return { file, line, column: 1 };
}

function invalid(what: string, position: Position): ReadLock {
  return {
    kind: 'invalid',
    finding: {
      ruleId: 'LOCK_INVALID',
      severity: 'error',
      message: `The lock cannot be used: ${what.replace(/\.$/, '')}.`,
      position,
      related: [],
      help: 'Nobody edits it by hand. Restore it, such as by `git checkout HEAD -- eventwright.lock`; in a merge take one side, by `git checkout --ours -- eventwright.lock`, and run `eventwright release` again.',
    },
  };
}

function readRoot(root: ItemReader): Lock {
  const version = root.count('lockVersion');
  if (version > lockVersion) {
    throw new LockProblem(`a newer version of eventwright has written it (lockVersion ${version})`, root.position);
  }
  return {
    subjects: unique(root, 'subjects', { read: readSubject, keyOf: subjectKey }),
    schemas: unique(root, 'schemas', { read: readSchema, keyOf: schemaKey }),
    applications: unique(root, 'applications', { read: readApplication, keyOf: ({ name }) => name }),
    servers: unique(root, 'servers', { read: readServer, keyOf: ({ application, name }) => `${application} ${name}` }),
    operations: unique(root, 'operations', {
      read: readOperation,
      keyOf: ({ application, id }) => `${application} ${id}`,
    }),
    channels: unique(root, 'channels', { read: readChannel, keyOf: ({ address }) => address }),
    messages: unique(root, 'messages', { read: readMessage, keyOf: ({ name }) => name }),
  };
}

interface Items<T> {
  readonly read: (item: ItemReader) => T;
  readonly keyOf: (item: T) => string;
}

/** Two lines for one thing are what a merge makes of two releases that do not agree. */
function unique<T extends { readonly position: Position }>(
  root: ItemReader,
  name: string,
  { read, keyOf }: Items<T>,
): readonly T[] {
  // What is cut off must not pass for what was never released.
  if (!root.names().includes(name)) throw new LockProblem(`'${name}' is missing`, root.position);
  const items = root.list(name, (item) => readItem(item, read));
  const sorted = items.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const seen = new Map<string, T>();
  for (const item of items) {
    const first = seen.get(keyOf(item));
    if (first !== undefined) {
      throw new LockProblem(`it says the same thing in line ${first.position.line} and again here`, item.position);
    }
    seen.set(keyOf(item), item);
  }
  return sorted;
}

const readSubject = (item: ItemReader): LockedSubject => ({
  subject: item.text('subject'),
  version: item.count('version'),
  schema: item.text('schema'),
  fingerprint: item.text('fingerprint'),
  position: item.position,
});

const readSchema = (item: ItemReader): LockedSchema => ({
  name: item.text('name'),
  version: item.count('version'),
  file: item.text('file'),
  fingerprint: item.text('fingerprint'),
  position: item.position,
});

const readApplication = (item: ItemReader): LockedApplication => ({
  name: item.text('name'),
  version: item.text('version'),
  owner: item.optionalText('owner'),
  defaultContentType: item.optionalText('defaultContentType'),
  position: item.position,
});

const readServer = (item: ItemReader): LockedServer => ({
  application: item.text('application'),
  name: item.text('name'),
  host: item.text('host'),
  protocol: item.text('protocol'),
  protocolVersion: item.optionalText('protocolVersion'),
  security: item.texts('security'),
  position: item.position,
});

const readOperation = (item: ItemReader): LockedOperation => ({
  application: item.text('application'),
  id: item.text('id'),
  action: item.oneOf('action', ['send', 'receive']),
  channel: item.text('channel'),
  messages: item.texts('messages'),
  group: item.text('group'),
  reply: item.optionalObject('reply', (reply) => ({
    location: reply.optionalText('location'),
    channel: reply.optionalText('channel'),
    messages: reply.texts('messages'),
  })),
  position: item.position,
});

const readChannel = (item: ItemReader): LockedChannel => ({
  address: item.text('address'),
  parameters: item.list('parameters', (parameter) => readItem(parameter, readParameter)),
  owner: item.optionalText('owner'),
  messages: item.texts('messages'),
  servers: item.texts('servers'),
  partitions: item.count('partitions'),
  replicas: item.count('replicas'),
  config: item.object('config', (config) =>
    Object.fromEntries(config.names().map((name) => [name, config.text(name)])),
  ),
  compatibility: item.oneOf('compatibility', compatibilityLevels),
  position: item.position,
});

const readParameter = (item: ItemReader): LockedParameter => {
  const values = item.texts('values');
  return {
    name: item.text('name'),
    values: values.length === 0 ? undefined : values,
    default: item.optionalText('default'),
    location: item.optionalText('location'),
  };
};

const readMessage = (item: ItemReader): LockedMessage => ({
  name: item.text('name'),
  deprecated: item.optionalText('deprecated'),
  payload: item.object('payload', readSchemaVersion),
  key: item.object('key', readSchemaVersion),
  headers: item.list('headers', (header) => readItem(header, readHeader)),
  wire: item.object('wire', readWire),
  position: item.position,
});

const readSchemaVersion = (item: ItemReader): SchemaVersion => ({
  name: item.text('name'),
  version: item.count('version'),
});

const headerTypes: readonly Header['type'][] = ['string', 'integer', 'number', 'boolean'];

const readHeader = (item: ItemReader): LockedHeader => ({
  name: item.text('name'),
  type: item.oneOf('type', headerTypes),
  required: item.flag('required'),
  values: item.list('values', headerValue),
});

function headerValue(node: JsonNode): string | number {
  if (node.kind === 'scalar' && (typeof node.value === 'string' || typeof node.value === 'number')) return node.value;
  throw new LockProblem('a value is text or a number', node.position ?? { file: '', line: 1, column: 1 });
}

const readWire = (item: ItemReader): WireFormat => ({
  contentType: item.optionalText('contentType'),
  schemaFormat: item.optionalText('schemaFormat'),
  correlationId: item.optionalText('correlationId'),
  schemaIdLocation: item.optionalText('schemaIdLocation'),
  schemaIdPayloadEncoding: item.optionalText('schemaIdPayloadEncoding'),
  schemaLookupStrategy: item.optionalText('schemaLookupStrategy'),
});

/** Names in the lock must be those of things in the lock. */
function checked(lock: Lock): Lock {
  const channels = new Set(lock.channels.map(({ address }) => address));
  const messages = new Set(lock.messages.map(({ name }) => name));
  const applications = new Set(lock.applications.map(({ name }) => name));
  for (const { application, position } of [...lock.servers, ...lock.operations]) {
    mustBe(application, { known: applications, position });
  }
  for (const { channel, messages: named, reply, position } of lock.operations) {
    for (const address of [channel, reply?.channel ?? channel]) mustBe(address, { known: channels, position });
    for (const name of [...named, ...(reply?.messages ?? [])]) mustBe(name, { known: messages, position });
  }
  for (const { messages: named, position } of lock.channels) {
    for (const name of named) mustBe(name, { known: messages, position });
  }
  return lock;
}

function mustBe(name: string, { known, position }: { known: ReadonlySet<string>; position: Position }): void {
  if (known.has(name)) return;
  const hint = suggest(name, [...known]) ?? '';
  throw new LockProblem(`it names '${name}', of which it says nothing. ${hint}`.trim(), position);
}
