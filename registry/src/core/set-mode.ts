import type { Entry } from './entry.ts';
import type { Mode } from './mode.ts';
import { contextOf, parseSubject } from './qualified-subject.ts';
import { referrersOf } from './referrers.ts';
import { notPermitted, referenceExists } from './registry-error.ts';
import type { SchemaVersion } from './schema-version.ts';
import { effectiveMode } from './settings.ts';
import type { State } from './state.ts';
import { allVersions } from './versions.ts';

export interface SetModeOptions {
  /** Take IMPORT although there are schemas. */
  readonly force: boolean;
}

/**
 * Sets or clears (null) the mode of a subject, a context or, by null, the registry. IMPORT needs an empty place: it
 * throws 42205 where live versions are, and removes deleted ones for good, so that ids and versions are free.
 */
export function setMode(
  state: State,
  { subject, mode }: { readonly subject: string | null; readonly mode: Mode | null },
  { force }: SetModeOptions,
): readonly Entry[] {
  const entry: Entry = { kind: 'mode', subject, mode };
  if (mode !== 'IMPORT' || force || effectiveMode(state, subject) === 'IMPORT') return [entry];
  const versions = versionsIn(state, subject);
  if (versions.some(({ deleted }) => !deleted)) throw notPermitted('Cannot import since found existing subjects');
  for (const version of versions) {
    if (referrersOf(state, version, { deleted: true }).length > 0)
      throw referenceExists(version.subject, version.version);
  }
  return [...versions.map(removalOf), entry];
}

function versionsIn(state: State, scope: string | null): readonly SchemaVersion[] {
  const { context, name } = parseSubject(scope ?? '');
  const subjects = [...state.subjects.keys()].filter((subject) => {
    if (scope === null) return true;
    return name === '' ? contextOf(subject) === context : subject === scope;
  });
  return subjects.flatMap((subject) => allVersions(state, subject));
}

function removalOf({ subject, version }: SchemaVersion): Entry {
  return { kind: 'version-removed', subject, version };
}
