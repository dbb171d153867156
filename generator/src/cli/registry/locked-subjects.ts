import type { CompatibilityLevel } from '@eventwright/avro';
import type { SubjectVersion } from '../../model/base.ts';
import type { Lock, LockedSubject } from '../../release/lock.ts';
import { fingerprintOf } from '../../release/schema-fingerprint.ts';
import type { ExpectedSubject, HeldSubject } from './compare-subject.ts';

/** What a registry must hold of what was released. */
export function lockedSubjects(lock: Lock): readonly ExpectedSubject<LockedSubject>[] {
  const levels = levelsOf(lock);
  return [...Map.groupBy(lock.subjects, ({ subject }) => subject)].flatMap(([subject, versions]) => {
    const [first] = versions;
    return first === undefined ? [] : [{ subject, level: levels.get(subject), versions, position: first.position }];
  });
}

/** Finds the released versions among those that a registry holds: by fingerprint, for the lock keeps no schemas. */
export function findLocked(
  { versions }: ExpectedSubject<LockedSubject>,
  held: readonly SubjectVersion[],
): HeldSubject<LockedSubject>['found'] {
  const numbers = new Map(held.map(({ schema, version }) => [fingerprintOf(schema), version]));
  return new Map(
    versions.flatMap((locked) => {
      const number = numbers.get(locked.fingerprint);
      return number === undefined ? [] : [[locked, number] as const];
    }),
  );
}

/** Levels of the subjects that channels had at the last release; of older ones nobody says it any more. */
function levelsOf({ channels, messages, subjects }: Lock): ReadonlyMap<string, CompatibilityLevel> {
  const payloads = new Map(messages.map(({ name, payload }) => [name, payload.name]));
  const levels = channels.flatMap(({ address, compatibility, messages: names }) => {
    const records = names.flatMap((name) => payloads.get(name) ?? []);
    return ['key', ...records].map((end): [string, CompatibilityLevel] => [`${address}-${end}`, compatibility]);
  });
  const known = new Set(subjects.map(({ subject }) => subject));
  return new Map(levels.filter(([subject]) => known.has(subject)));
}
