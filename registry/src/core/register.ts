import { compatibilityMessages } from './check-compatibility.ts';
import type { Entry } from './entry.ts';
import { inheritContract } from './inherit-contract.ts';
import { type Candidate, contentOf, isBlank, isSame, knownId, lookUp, versionWithId } from './look-up.ts';
import { versionProperty, withVersion } from './metadata.ts';
import { isImport } from './mode.ts';
import { type ParsedContent, parseContent } from './parse-content.ts';
import { contextOf } from './qualified-subject.ts';
import { referrersOf } from './referrers.ts';
import { incompatibleSchema, invalidSchema, notPermitted } from './registry-error.ts';
import { guidOf, type SchemaContent, type SchemaVersion } from './schema-version.ts';
import { contextName, effectiveConfig, effectiveMode, requireWritable } from './settings.ts';
import type { State } from './state.ts';
import { allVersions, latest, liveVersions, versionsWithId } from './versions.ts';

export interface RegisterRequest extends Candidate {
  /** The id to register under, in IMPORT mode. */
  readonly id: number | undefined;
  /** The number that the new version must get; 0 for any, -1 to register only if the latest is another schema. */
  readonly version: number;
}

export interface RegisterOptions {
  readonly normalize: boolean;
  /** Skip the compatibility check. */
  readonly force: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface Registration {
  /** The new version, or the one under which the schema was registered before. */
  readonly version: SchemaVersion;
  readonly entries: readonly Entry[];
}

/** Registers a schema under a subject. Throws 40901, 42201, 42205. */
export function register(state: State, request: RegisterRequest, options: RegisterOptions): Registration {
  const before = findRegistered(state, request, options.normalize);
  if (before !== undefined) return { version: before, entries: [] };
  requireRegistrable(state, request);
  const importing = isImport(effectiveMode(state, request.subject));
  const next = (allVersions(state, request.subject).at(-1)?.version ?? 0) + 1;
  const candidate = importing ? request : inherit(state, request, next);
  const content = parse(state, candidate, { request, normalize: options.normalize && !importing });
  const id = request.id ?? knownId(state, request.subject, contentOf(candidate, content));
  const same = request.version === 0 ? findSame(state, candidate, { content, id }) : undefined;
  if (same !== undefined) return { version: same, entries: [] };
  if (!importing && !options.force) requireCompatible(state, candidate, content);
  const version: SchemaVersion = {
    subject: request.subject,
    version: numberFor(request, next, importing),
    id: idFor(state, request.subject, { id, content: contentOf(candidate, content) }),
    ...contentOf(candidate, content),
    deleted: false,
    timestamp: options.now,
  };
  if (isTaken(state, version)) throw versionTaken(version);
  return { version, entries: [...supersededEntries(state, version), { kind: 'version', version }] };
}

/** Registering again what is there is no write: it is answered in every mode. */
function findRegistered(state: State, request: RegisterRequest, normalize: boolean): SchemaVersion | undefined {
  const latestOnly = request.version === latest;
  const found = lookUp(state, request, { normalize, deleted: false, latestOnly });
  if (found === undefined) return undefined;
  if (request.version <= 0) return request.id === undefined || request.id === found.id ? found : undefined;
  return request.id === found.id && request.version === found.version ? found : undefined;
}

function requireRegistrable(state: State, { subject, id }: RegisterRequest): void {
  requireWritable(state, subject);
  const mode = effectiveMode(state, subject);
  const place = `Subject ${subject} in context ${contextName(subject)}`;
  if (id !== undefined && !isImport(mode)) throw notPermitted(`${place} is not in import mode`);
  if (id === undefined && mode !== 'READWRITE') throw notPermitted(`${place} is not in read-write mode`);
}

/** Takes from the settings and from the latest version what the request leaves out. */
function inherit(state: State, request: RegisterRequest, next: number): RegisterRequest {
  const previous = liveVersions(state, request.subject).at(-1);
  const blank = isBlank(request.schema);
  const contract = inheritContract(effectiveConfig(state, request.subject), request, previous);
  const noted = request.version !== 0 || contract.metadata?.properties[versionProperty] !== undefined;
  return {
    ...request,
    ...contract,
    schema: blank ? previous?.schema : request.schema,
    references: blank ? (previous?.references ?? []) : request.references,
    metadata: noted ? withVersion(contract.metadata, next) : contract.metadata,
  };
}

function parse(
  state: State,
  { subject, schema, references }: Candidate,
  { request, normalize }: { readonly request: RegisterRequest; readonly normalize: boolean },
): ParsedContent {
  if (isBlank(schema)) throw invalidSchema('Empty schema');
  const stored = request.id !== undefined;
  const { validateNewSchemas = true } = effectiveConfig(state, subject);
  return parseContent(
    state,
    { subject, schema, references },
    { normalize, strict: validateNewSchemas && !stored, deletedReferences: stored },
  );
}

function findSame(
  state: State,
  candidate: Candidate,
  { content, id }: { readonly content: ParsedContent; readonly id: number | undefined },
): SchemaVersion | undefined {
  const byId = id === undefined ? undefined : versionWithId(state, candidate.subject, id);
  if (byId !== undefined && !byId.deleted && guidOf(byId) === guidOf(contentOf(candidate, content))) return byId;
  return liveVersions(state, candidate.subject).findLast(
    (held) => (id === undefined || id === held.id) && isSame(state, candidate, { content, held }),
  );
}

function requireCompatible(state: State, { subject, metadata }: Candidate, { parsed }: ParsedContent): void {
  const messages = compatibilityMessages(state, { subject, parsed, metadata }, liveVersions(state, subject));
  if (messages.length > 0) throw incompatibleSchema(subject, messages);
}

function numberFor({ version }: RegisterRequest, next: number, importing: boolean): number {
  if (version <= 0) return next;
  if (version !== next && !importing) throw invalidSchema('Version is not one more than previous version');
  return version;
}

function idFor(
  state: State,
  subject: string,
  { id, content }: { readonly id: number | undefined; readonly content: SchemaContent },
): number {
  if (id === undefined) return (state.contexts.get(contextOf(subject))?.lastId ?? 0) + 1;
  const holder = versionsWithId(state, contextOf(subject), id)[0];
  if (holder !== undefined && guidOf(holder) !== guidOf(content)) {
    throw notPermitted(`Overwrite new schema with id ${id} in context ${contextName(subject)} is not permitted.`);
  }
  return id;
}

/** What was imported may be imported again, and what was deleted may come back, as what it was. */
function isTaken(state: State, { subject, version, id, ...content }: SchemaVersion): boolean {
  const held = state.subjects.get(subject)?.get(version);
  return held !== undefined && !(held.id === id && guidOf(held) === guidOf(content));
}

/** Confluent's registry overwrites here. A version that others may hold or refer to never changes with us. */
function versionTaken({ subject, version }: SchemaVersion): Error {
  return notPermitted(`Subject ${subject} has a version ${version} with another schema: delete it permanently first`);
}

/** Soft-deleted versions of the same schema go for good, unless something refers to them. */
function supersededEntries(state: State, { subject, id }: SchemaVersion): readonly Entry[] {
  return allVersions(state, subject)
    .filter((held) => held.deleted && held.id === id && referrersOf(state, held, { deleted: true }).length === 0)
    .map((held) => ({ kind: 'version-removed', subject, version: held.version }));
}
