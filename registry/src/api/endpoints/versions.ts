import { deleteVersion } from '../../core/delete.ts';
import { isValidSubject, normalizeSubject } from '../../core/qualified-subject.ts';
import { referrersOf } from '../../core/referrers.ts';
import { register } from '../../core/register.ts';
import { invalidSubject, subjectNotFound, versionNotFound } from '../../core/registry-error.ts';
import { contentJson, type SchemaVersion, versionJson } from '../../core/schema-version.ts';
import {
  allVersions,
  findVersion,
  hasVersions,
  liveVersions,
  parseVersionNumber,
  subjectCandidates,
} from '../../core/versions.ts';
import { type Answer, type Call, flag, page, parameter } from '../endpoint.ts';
import { formatted, formattedText } from '../formatted.ts';
import { parseSchemaRequest, wantsNormalForm } from '../schema-request.ts';

/** Numbers of the versions, ascending; those of deleted ones below zero where `deletedAsNegative` asks for it. */
export function listVersions(call: Call): Answer {
  const subject = normalizeSubject(parameter(call, 'subject'));
  const deletedOnly = flag(call, 'deletedOnly');
  const negative = flag(call, 'deletedAsNegative');
  const deleted = flag(call, 'deleted') || deletedOnly;
  if (!hasVersions(call.state, subject, { deleted })) throw subjectNotFound(subject);
  const versions = deleted || negative ? allVersions(call.state, subject) : liveVersions(call.state, subject);
  const listed = versions.filter((version) => version.deleted || !deletedOnly || negative);
  const numbers = listed.map((version) => (version.deleted && negative ? -version.version : version.version));
  return { body: page(call, numbers) };
}

export function registerSchema(call: Call): Answer {
  const name = parameter(call, 'subject');
  if (!isValidSubject(name)) throw invalidSubject(name);
  const subject = normalizeSubject(name);
  const { version, entries } = register(call.state, parseSchemaRequest(call, subject), {
    normalize: wantsNormalForm(call, subject),
    force: flag(call, 'force'),
    now: call.now,
  });
  const schema = formattedText(call, version);
  return { body: { id: version.id, version: version.version, ...contentJson(version), schema }, entries };
}

export function getVersion(call: Call): Answer {
  const version = requireVersion(call);
  return { body: { ...versionJson(version), ...formatted(call, version) } };
}

export function getVersionText(call: Call): Answer {
  const version = requireVersion(call);
  return { text: formattedText(call, version) };
}

/** Ids of the schemas that refer to a version. */
export function listReferrers(call: Call): Answer {
  const target = requireVersion(call, true);
  const ids = referrersOf(call.state, target, { deleted: flag(call, 'deleted') }).map(({ id }) => id);
  return {
    body: page(
      call,
      [...new Set(ids)].sort((left, right) => left - right),
    ),
  };
}

export function removeVersion(call: Call): Answer {
  const { versions, entries } = deleteVersion(call.state, normalizeSubject(parameter(call, 'subject')), {
    number: parseVersionNumber(parameter(call, 'version')),
    permanent: flag(call, 'permanent'),
    now: call.now,
  });
  return { body: versions[0] ?? null, entries };
}

function requireVersion(call: Call, deleted: boolean = flag(call, 'deleted')): SchemaVersion {
  const subject = normalizeSubject(parameter(call, 'subject'));
  const number = parseVersionNumber(parameter(call, 'version'));
  for (const candidate of subjectCandidates(call.state, subject)) {
    const found = findVersion(call.state, candidate, { number, deleted });
    if (found !== undefined) return found;
  }
  throw hasVersions(call.state, subject, { deleted }) ? versionNotFound(number) : subjectNotFound(subject);
}
