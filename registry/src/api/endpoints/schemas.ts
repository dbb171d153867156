import type { JsonObject } from '@eventwright/avro';
import { omitUndefined } from '../../core/json-fields.ts';
import { besideSubject, contextOf, defaultContext, subjectPrefix } from '../../core/qualified-subject.ts';
import { notFound, schemaNotFound } from '../../core/registry-error.ts';
import { hasRuleOfType } from '../../core/rule-set.ts';
import { contentJson, type SchemaVersion, versionJson } from '../../core/schema-version.ts';
import { contextNames, type State } from '../../core/state.ts';
import { allVersions, findById, liveVersions, versionsWithId } from '../../core/versions.ts';
import { type Answer, type Call, flag, page, parameter } from '../endpoint.ts';
import { formatted, formattedText } from '../formatted.ts';

/** With `aliases`, also the versions of subjects that an alias with the prefix stands for, each with its aliases. */
export function listSchemas(call: Call): Answer {
  const { state, query } = call;
  const isAsked = subjectPrefix(query.get('subjectPrefix') ?? '');
  const aliases = flag(call, 'aliases') ? aliasesBySubject(state, isAsked) : new Map<string, readonly string[]>();
  const subjects = new Set([...[...state.subjects.keys()].filter(isAsked), ...aliases.keys()]);
  const versions = [...subjects].sort().flatMap((subject) => listedVersions(call, subject));
  const ruleType = query.get('ruleType') ?? '';
  const listed = ruleType === '' ? versions : versions.filter(({ ruleSet }) => hasRuleOfType(ruleSet, ruleType));
  const withAliases = (version: SchemaVersion): JsonObject =>
    omitUndefined({ ...versionJson(version), aliases: aliases.get(version.subject) });
  return { body: page(call, listed).map(withAliases) };
}

export function listSchemaTypes(): Answer {
  return { body: ['AVRO'] };
}

export function getSchema(call: Call): Answer {
  const version = requireSchema(call);
  const lastId = call.state.contexts.get(contextOf(version.subject))?.lastId;
  return {
    body: {
      ...(call.query.has('subject') ? { subject: version.subject, version: version.version } : {}),
      ...schemaJson(call, version),
      ...omitUndefined({ maxId: flag(call, 'fetchMaxId') ? lastId : undefined }),
    },
  };
}

export function getSchemaText(call: Call): Answer {
  const version = requireSchema(call);
  return { text: formattedText(call, version) };
}

export function listSubjectsOfSchema(call: Call): Answer {
  return {
    body: page(
      call,
      usesOf(call).map(({ subject }) => subject),
    ),
  };
}

export function listVersionsOfSchema(call: Call): Answer {
  return {
    body: page(
      call,
      usesOf(call).map(({ subject, version }) => ({ subject, version })),
    ),
  };
}

export function getSchemaByGuid(call: Call): Answer {
  const guid = parameter(call, 'guid');
  for (const { context, id } of idsOf(call, guid)) {
    const version = versionsWithId(call.state, context, id)[0];
    if (version !== undefined) return { body: schemaJson(call, version) };
  }
  throw schemaNotFound(guid);
}

export function listIdsOfGuid(call: Call): Answer {
  return { body: idsOf(call, parameter(call, 'guid')).map(({ context, id }) => ({ context, id })) };
}

function listedVersions(call: Call, subject: string): readonly SchemaVersion[] {
  const versions = flag(call, 'deleted') ? allVersions(call.state, subject) : liveVersions(call.state, subject);
  return flag(call, 'latestOnly') ? versions.slice(-1) : versions;
}

/** Aliases among the subjects that are asked for, sorted, by the subject that they stand for. */
function aliasesBySubject(
  { configs }: State,
  isAsked: (subject: string) => boolean,
): ReadonlyMap<string, readonly string[]> {
  const aliases = [...configs].flatMap(([subject, { alias = '' }]) =>
    subject !== null && alias !== '' && isAsked(subject) ? [{ subject, target: besideSubject(subject, alias) }] : [],
  );
  const byTarget = Map.groupBy(aliases, ({ target }) => target);
  return new Map([...byTarget].map(([target, found]) => [target, found.map(({ subject }) => subject).sort()]));
}

interface ContextId {
  readonly context: string;
  readonly id: number;
}

/** The default context first. */
function idsOf({ state }: Call, guid: string): readonly ContextId[] {
  return contextNames(state).flatMap((context) => {
    const { idByGuid, subjectsById } = state.contexts.get(context) ?? {};
    const id = idByGuid?.get(guid);
    return id !== undefined && subjectsById?.has(id) ? [{ context, id }] : [];
  });
}

function usesOf(call: Call): readonly SchemaVersion[] {
  const schema = findSchema(call);
  if (schema === undefined) throw schemaNotFound();
  const uses = versionsWithId(call.state, contextOf(schema.subject), schema.id);
  return uses.filter(({ deleted }) => !deleted || flag(call, 'deleted'));
}

function requireSchema(call: Call): SchemaVersion {
  const version = findSchema(call);
  if (version === undefined) throw schemaNotFound(Number(parameter(call, 'id')));
  return version;
}

function findSchema(call: Call): SchemaVersion | undefined {
  const id = parameter(call, 'id');
  // Another client's garbage may be read as a negative one, which is no schema's, and not a wrong address.
  if (!/^-?\d{1,10}$/.test(id)) throw notFound();
  return findById(call.state, Number(id), call.query.get('subject') ?? defaultSubject);
}

/** Ids without a subject are those of the default context. */
const defaultSubject = `:${defaultContext}:`;

function schemaJson(call: Call, version: SchemaVersion): JsonObject {
  return {
    ...contentJson(version),
    ...formatted(call, version),
    ts: version.timestamp,
    ...(version.deleted ? { deleted: true } : {}),
  };
}
