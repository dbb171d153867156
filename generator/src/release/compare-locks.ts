import type { Lock, LockedSubject } from './lock.ts';
import { subjectKey } from './lock-of.ts';
import { sectionTexts } from './lock-text.ts';

/** What a release would add to the lock. */
export interface LockChanges {
  /** Schema versions that were not released before, sorted. */
  readonly frozen: readonly LockedSubject[];
  /** Names of the other lists of the lock that differ, sorted. */
  readonly otherLists: readonly string[];
}

export function compareLocks(previous: Lock | undefined, next: Lock): LockChanges {
  const released = new Set(previous?.subjects.map(subjectKey));
  const before = previous === undefined ? {} : sectionTexts(previous);
  const lists = Object.entries(sectionTexts(next)).filter(([name, text]) => before[name] !== text);
  return {
    frozen: next.subjects.filter((subject) => !released.has(subjectKey(subject))),
    otherLists: lists
      .map(([name]) => name)
      .filter((name) => name !== 'subjects' && name !== 'schemas')
      .sort(),
  };
}
