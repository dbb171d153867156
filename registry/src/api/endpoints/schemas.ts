import type { JsonObject } from '@eventwright/avro';
import { omitUndefined } from '../../core/json-fields.ts';
import { contextOf, defaultContext, subjectPrefix } from '../../core/qualified-subject.ts';
import { notFound, schemaNotFound } from '../../core/registry-error.ts';
import { contentJson, type SchemaVersion, versionJson } from '../../core/schema-version.ts';
import { allVersions, findById, liveVersions, versionsWithId } from '../../core/versions.ts';
import { type Answer, type Call, flag, page, parameter } from '../endpoint.ts';
import { formatted } from './versions.ts';

export function listSchemas(call: Call): Answer {
  const { state, query } = call;
  const subjects = [...state.subjects.keys()].filter(subjectPrefix(query.get('subjectPrefix') ?? '')).sort();
  const versions = subjects.flatMap((subject) => {
    const listed = flag(call, 'deleted') ? allVersions(state, subject) : liveVersions(state, subject);
    return flag(call, 'latestOnly') ? listed.slice(-1) : listed;
  });
  return { body: page(call, versions).map(versionJson) };
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
  return { text: formatted(call, version).schema ?? version.schema };
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

interface ContextId {
  readonly context: string;
  readonly id: number;
}

/** The default context first. */
function idsOf({ state }: Call, guid: string): readonly ContextId[] {
  return [...state.contexts].flatMap(([context, { idByGuid, subjectsById }]) => {
    const id = idByGuid.get(guid);
    return id !== undefined && subjectsById.has(id) ? [{ context, id }] : [];
  });
}

function usesOf(call: Call): readonly SchemaVersion[] {
  const schema = requireSchema(call);
  const uses = versionsWithId(call.state, contextOf(schema.subject), schema.id);
  return uses.filter(({ deleted }) => !deleted || flag(call, 'deleted'));
}

function requireSchema(call: Call): SchemaVersion {
  const id = parameter(call, 'id');
  if (!/^\d{1,10}$/.test(id)) throw notFound();
  const version = findById(call.state, Number(id), call.query.get('subject') ?? defaultSubject);
  if (version === undefined) throw schemaNotFound(Number(id));
  return version;
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
