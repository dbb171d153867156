import {
  fingerprint64Hex,
  type NamedSchema,
  namedTypes,
  parseSchema,
  parseSchemaText,
  type Schema,
} from '@eventwright/avro';
import type { Catalog, Change, Event, FieldUse, Operation, Release, SchemaVersion, Service, Topic } from './catalog.ts';

/** A catalogue with what its parts have to do with each other, looked up once for all pages. */
export interface Estate {
  readonly catalog: Catalog;
  event(name: string): Event | undefined;
  service(name: string): Service | undefined;
  topic(address: string): Topic | undefined;
  /** Who sends the event, and who receives it. */
  flowsOf(event: string): EventFlows;
  /** Topics that carry the event. */
  topicsOf(event: string): readonly Topic[];
  /** Versions of a schema, oldest first. */
  versionsOf(schema: string): readonly ParsedVersion[];
  /** Where code uses the event; undefined where nobody looked. */
  usesOfEvent(event: string): readonly FieldUse[] | undefined;
  /** The event whose payload has this schema. */
  eventOfSchema(name: string): Event | undefined;
  /** What releases changed of the event, its message or its schema, newest first. */
  changesOf(event: string): readonly EventChange[];
  /** Every named type of the newest versions, by its full name, sorted. */
  readonly types: readonly NamedSchema[];
  type(name: string): NamedSchema | undefined;
  /** Events whose newest value or key defines or uses a named type. */
  usersOf(type: string): readonly TypeUser[];
}

export interface EventChange {
  readonly release: Release;
  readonly change: Change;
}

export interface EventFlows {
  readonly senders: readonly Flow[];
  readonly receivers: readonly Flow[];
}

export interface Flow {
  readonly service: Service;
  /** Of a reply, what the operation comes to that asks or answers. */
  readonly operation: Operation;
  readonly isReply: boolean;
}

export interface TypeUser {
  readonly event: Event;
  readonly as: 'value' | 'key';
}

export interface ParsedVersion extends SchemaVersion {
  /** Parsed when it is asked for, and again when nobody has had it for a while: most are on few pages. */
  readonly schema: Schema;
  /** CRC-64-AVRO of its canonical form, as generated clients have it. */
  readonly fingerprint: string;
}

/** Throws `AvroError` where a schema of the catalogue is none, for older versions when they are asked for. */
export function estateOf(catalog: Catalog): Estate {
  const events = byKey(catalog.events, ({ name }) => name);
  const services = byKey(catalog.services, ({ name }) => name);
  const topics = byKey(catalog.topics, ({ address }) => address);
  const versions = parsedVersions(catalog.schemas);
  const flows = flowsByEvent(catalog.services);
  const carriers = grouped(catalog.topics, ({ events: carried }) => carried);
  const newest = [...versions.values()].flatMap((list) => list.slice(-1));
  const typesIn = new Map(newest.map(({ name, schema }) => [name, namedTypes(schema).map((type) => type.name)]));
  const users = usersByType(catalog.events, (schema) => typesIn.get(schema) ?? []);
  const types = typesOf(newest);
  const bySchema = byKey(catalog.events, ({ schema }) => schema);
  const changes = changesByPart(catalog.releases);
  const uses = catalog.uses === undefined ? undefined : Map.groupBy(catalog.uses, ({ event }) => event);
  return {
    catalog,
    event: (name) => events.get(name),
    service: (name) => services.get(name),
    topic: (address) => topics.get(address),
    flowsOf: (name) => flows.get(name) ?? { senders: [], receivers: [] },
    topicsOf: (name) => carriers.get(name) ?? [],
    versionsOf: (name) => versions.get(name) ?? [],
    usesOfEvent: (name) => (uses === undefined ? undefined : (uses.get(name) ?? [])),
    eventOfSchema: (name) => bySchema.get(name),
    changesOf: (name) => changesAbout(events.get(name), changes),
    types: [...types.values()],
    type: (name) => types.get(name),
    usersOf: (type) => users.get(type) ?? [],
  };
}

function usersByType(
  events: readonly Event[],
  typesIn: (schema: string) => readonly string[],
): ReadonlyMap<string, readonly TypeUser[]> {
  const all = events.flatMap((event) => {
    const values = new Set(typesIn(event.schema));
    const keys = typesIn(event.key).filter((type) => !values.has(type));
    return [
      { event, as: 'value' as const, types: [...values] },
      { event, as: 'key' as const, types: keys },
    ];
  });
  return grouped(all, ({ types }) => types);
}

const byKey = <T>(list: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, T> =>
  new Map(list.map((one) => [keyOf(one), one]));

const changesByPart = (releases: readonly Release[]): ReadonlyMap<string, readonly EventChange[]> =>
  Map.groupBy(
    releases.flatMap((release) => release.changes.map((change) => ({ release, change }))),
    ({ change }) => `${change.part} ${change.name}`,
  );

function changesAbout(
  event: Event | undefined,
  changes: ReadonlyMap<string, readonly EventChange[]>,
): readonly EventChange[] {
  if (event === undefined) return [];
  const about = [...(changes.get(`event ${event.name}`) ?? []), ...(changes.get(`schema ${event.schema}`) ?? [])];
  const releases = [...new Set(about.map(({ release }) => release))];
  return about.sort((a, b) => releases.indexOf(a.release) - releases.indexOf(b.release));
}

/** Each under all of its keys, none twice under one. */
function grouped<T>(list: readonly T[], keysOf: (one: T) => Iterable<string>): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    for (const key of new Set(keysOf(one))) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [one]);
      else group.push(one);
    }
  }
  return groups;
}

function parsedVersions(schemas: readonly SchemaVersion[]): ReadonlyMap<string, readonly ParsedVersion[]> {
  const parsed = schemas.map(parsedVersion);
  const groups = Map.groupBy(parsed, ({ name }) => name);
  for (const group of groups.values()) group.sort((a, b) => a.version - b.version);
  return groups;
}

/** A catalogue that follows another one may have entries of it. */
const known = new WeakMap<SchemaVersion, ParsedVersion>();

function parsedVersion(version: SchemaVersion): ParsedVersion {
  const before = known.get(version);
  if (before !== undefined) return before;
  let last: WeakRef<Schema> | undefined;
  let fingerprint: string | undefined;
  const parsed: ParsedVersion = {
    ...version,
    get schema() {
      const present = last?.deref();
      if (present !== undefined) return present;
      const schema = schemaOf(version.text);
      last = new WeakRef(schema);
      keep(schema);
      return schema;
    },
    get fingerprint() {
      fingerprint ??= fingerprint64Hex(parsed.schema);
      return fingerprint;
    },
  };
  known.set(version, parsed);
  return parsed;
}

/** The last that were parsed, so that those of all but very large estates are parsed once. */
const kept: Schema[] = [];
const mostKept = 4_000;
let parsedSoFar = 0;

function keep(schema: Schema): void {
  kept[parsedSoFar % mostKept] = schema;
  parsedSoFar += 1;
}

/** Where no number is so long that JavaScript would round it, its own parser does, in a fraction of the time. */
const schemaOf = (text: string): Schema =>
  /\d{16}/.test(text) ? parseSchemaText(text) : parseSchema(JSON.parse(text));

function flowsByEvent(services: readonly Service[]): ReadonlyMap<string, EventFlows> {
  const all = services.flatMap((service) =>
    service.operations.flatMap((operation): readonly Flow[] => [
      { service, operation, isReply: false },
      ...replyTo(operation).map((reply) => ({ service, operation: reply, isReply: true })),
    ]),
  );
  const flows = grouped(all, ({ operation }) => operation.events);
  return new Map(
    [...flows].map(([event, list]) => [
      event,
      {
        senders: list.filter(({ operation }) => operation.action === 'send'),
        receivers: list.filter(({ operation }) => operation.action === 'receive'),
      },
    ]),
  );
}

/** All that a service sends and receives, replies among it. */
export const operationsWithReplies = ({ operations }: Service): readonly Operation[] =>
  operations.flatMap((operation) => [operation, ...replyTo(operation)]);

/** The way back: who sends an operation's events receives its reply. */
function replyTo(operation: Operation): readonly Operation[] {
  const { action, events, reply } = operation;
  if (reply === undefined) return [];
  return [
    {
      ...operation,
      ...reply,
      action: action === 'send' ? 'receive' : 'send',
      summary: `As the reply to ${events.join(', ')}.`,
      failures: undefined,
      reply: undefined,
    },
  ];
}

/** A type that several schemas have is the same in each, as names of Avro are full names. */
function typesOf(schemas: readonly ParsedVersion[]): ReadonlyMap<string, NamedSchema> {
  const types = new Map(schemas.flatMap(({ schema }) => namedTypes(schema)).map((type) => [type.name, type]));
  return new Map([...types].sort(([a], [b]) => (a < b ? -1 : 1)));
}
