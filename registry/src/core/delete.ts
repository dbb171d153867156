import type { Entry } from './entry.ts';
import { referrersOf } from './referrers.ts';
import {
  referenceExists,
  subjectNotFound,
  subjectNotSoftDeleted,
  subjectSoftDeleted,
  versionNotFound,
  versionNotSoftDeleted,
  versionSoftDeleted,
} from './registry-error.ts';
import type { SchemaVersion } from './schema-version.ts';
import { requireWritable } from './settings.ts';
import type { State } from './state.ts';
import { allVersions, findVersion, hasVersions, liveVersions } from './versions.ts';

export interface DeleteOptions {
  /** Remove for good what was soft-deleted before. */
  readonly permanent: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface Deletion {
  /** Numbers of the deleted versions, ascending. */
  readonly versions: readonly number[];
  readonly entries: readonly Entry[];
}

/** Deletes one version. Throws 40401, 40402, 40406, 40407, 42205, 42206. */
export function deleteVersion(
  state: State,
  subject: string,
  options: DeleteOptions & { readonly number: number },
): Deletion {
  const { permanent, now } = options;
  const version = requireDeletable(state, subject, options);
  requireWritable(state, subject);
  if (referrersOf(state, version, { deleted: permanent }).length > 0) throw referenceExists(subject, version.version);
  if (!permanent) return { versions: [version.version], entries: [softDelete(version, now)] };
  if (!version.deleted) throw versionNotSoftDeleted(subject, version.version);
  const last = allVersions(state, subject).length === 1;
  return { versions: [version.version], entries: [remove(version), ...(last ? forget(state, subject) : [])] };
}

/** Deletes all versions of a subject. Throws 40401, 40404, 40405, 42205, 42206. */
export function deleteSubject(state: State, subject: string, { permanent, now }: DeleteOptions): Deletion {
  if (!hasVersions(state, subject, { deleted: true })) throw subjectNotFound(subject);
  if (!permanent && !hasVersions(state, subject, { deleted: false })) throw subjectSoftDeleted(subject);
  requireWritable(state, subject);
  const versions = permanent ? allVersions(state, subject) : liveVersions(state, subject);
  for (const version of versions) requireUnreferencedElsewhere(state, version, permanent);
  if (permanent && versions.some(({ deleted }) => !deleted)) throw subjectNotSoftDeleted(subject);
  return {
    versions: versions.map(({ version }) => version),
    entries: permanent
      ? [...versions.map(remove), ...forget(state, subject)]
      : versions.map((version) => softDelete(version, now)),
  };
}

function requireDeletable(
  state: State,
  subject: string,
  { number, permanent }: { readonly number: number; readonly permanent: boolean },
): SchemaVersion {
  const version = findVersion(state, subject, { number, deleted: true });
  if (version === undefined) {
    throw hasVersions(state, subject, { deleted: true }) ? versionNotFound(number) : subjectNotFound(subject);
  }
  if (version.deleted && !permanent) throw versionSoftDeleted(subject, number);
  return version;
}

function requireUnreferencedElsewhere(state: State, version: SchemaVersion, permanent: boolean): void {
  const others = referrersOf(state, version, { deleted: permanent }).filter(
    ({ subject }) => subject !== version.subject,
  );
  if (others.length > 0) throw referenceExists(version.subject, version.version);
}

function softDelete(version: SchemaVersion, now: number): Entry {
  return { kind: 'version', version: { ...version, deleted: true, timestamp: now } };
}

function remove({ subject, version }: SchemaVersion): Entry {
  return { kind: 'version-removed', subject, version };
}

/** Settings go with the last version. */
function forget(state: State, subject: string): readonly Entry[] {
  return [
    ...(state.modes.has(subject) ? [{ kind: 'mode', subject, mode: null } as const] : []),
    ...(state.configs.has(subject) ? [{ kind: 'config', subject, config: null } as const] : []),
  ];
}
