import { deleteSubject } from '../../core/delete.ts';
import { lookUpAnywhere } from '../../core/look-up.ts';
import { normalizeSubject, subjectPrefix } from '../../core/qualified-subject.ts';
import { schemaNotFound, subjectNotFound } from '../../core/registry-error.ts';
import { versionJson } from '../../core/schema-version.ts';
import type { State } from '../../core/state.ts';
import { allVersions, hasVersions, liveVersions } from '../../core/versions.ts';
import { type Answer, type Call, flag, page, parameter } from '../endpoint.ts';
import { formatted } from '../formatted.ts';
import { parseSchemaRequest, wantsNormalForm } from '../schema-request.ts';

export function listSubjects(call: Call): Answer {
  const { state, query } = call;
  const matches = subjectPrefix(query.get('subjectPrefix') ?? ':*:');
  const subjects = [...state.subjects.keys()].filter(matches).filter((subject) => isListed(call, state, subject));
  return { body: page(call, subjects.sort()) };
}

/** Finds the version under which a schema is registered. */
export function lookUpSchema(call: Call): Answer {
  const subject = normalizeSubject(parameter(call, 'subject'));
  const deleted = flag(call, 'deleted');
  const request = parseSchemaRequest(call, subject);
  const found = lookUpAnywhere(call.state, request, { normalize: wantsNormalForm(call, subject), deleted });
  return found === undefined ? missing(call, subject) : { body: { ...versionJson(found), ...formatted(call, found) } };
}

/** The latest version whose metadata have all the properties that the query pairs up by `key` and `value`. */
export function latestWithMetadata(call: Call): Answer {
  const subject = normalizeSubject(parameter(call, 'subject'));
  const keys = call.query.getAll('key');
  const values = call.query.getAll('value');
  const versions = flag(call, 'deleted') ? allVersions(call.state, subject) : liveVersions(call.state, subject);
  const found = versions.findLast(
    ({ metadata }) =>
      metadata !== undefined &&
      keys.every((key, index) => values[index] === undefined || metadata.properties[key] === values[index]),
  );
  return found === undefined ? missing(call, subject) : { body: { ...versionJson(found), ...formatted(call, found) } };
}

export function removeSubject(call: Call): Answer {
  const subject = normalizeSubject(parameter(call, 'subject'));
  const { versions, entries } = deleteSubject(call.state, subject, {
    permanent: flag(call, 'permanent'),
    now: call.now,
  });
  return { body: versions, entries };
}

function isListed(call: Call, state: State, subject: string): boolean {
  const live = hasVersions(state, subject, { deleted: false });
  return flag(call, 'deletedOnly') ? !live : live || flag(call, 'deleted');
}

function missing(call: Call, subject: string): never {
  throw hasVersions(call.state, subject, { deleted: flag(call, 'deleted') })
    ? schemaNotFound()
    : subjectNotFound(subject);
}
