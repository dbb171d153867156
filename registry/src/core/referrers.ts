import { besideSubject } from './qualified-subject.ts';
import type { SchemaVersion } from './schema-version.ts';
import type { State } from './state.ts';
import { allVersions, liveVersions } from './versions.ts';

interface Target {
  readonly subject: string;
  readonly version: number;
}

/** Versions that refer to a version. Deleted ones count only where `deleted` says so: a soft delete can be undone. */
export function referrersOf(
  state: State,
  target: Target,
  { deleted }: { readonly deleted: boolean },
): readonly SchemaVersion[] {
  return [...state.subjects.keys()]
    .flatMap((subject) => (deleted ? allVersions(state, subject) : liveVersions(state, subject)))
    .filter((version) => refersTo(version, target));
}

function refersTo({ subject, references }: SchemaVersion, target: Target): boolean {
  return references.some(
    (reference) => reference.version === target.version && besideSubject(subject, reference.subject) === target.subject,
  );
}
