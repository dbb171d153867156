import { contextOf, defaultContext, normalizeSubject, parseSubject, printSubject } from './qualified-subject.ts';
import { invalidVersion } from './registry-error.ts';
import type { SchemaVersion } from './schema-version.ts';
import { contextNames, type State } from './state.ts';

/** Asks for the latest version that is not deleted. */
export const latest = -1;

/** Reads a version from a path: a number from 1, `latest` or -1. Throws 42202. */
export function parseVersionNumber(text: string): number {
  const trimmed = text.trim();
  if (trimmed.toLowerCase() === 'latest' || trimmed === '-1') return latest;
  const number = /^\d{1,10}$/.test(trimmed) ? Number(trimmed) : 0;
  if (number < 1 || number >= 2 ** 31) throw invalidVersion(text);
  return number;
}

/** All versions of a subject, soft-deleted ones too, ascending. */
export function allVersions(state: State, subject: string): readonly SchemaVersion[] {
  return [...(state.subjects.get(subject)?.values() ?? [])].sort((left, right) => left.version - right.version);
}

/** The versions of a subject that are not deleted, ascending. */
export function liveVersions(state: State, subject: string): readonly SchemaVersion[] {
  return allVersions(state, subject).filter(({ deleted }) => !deleted);
}

export function latestVersion(state: State, subject: string): SchemaVersion | undefined {
  return liveVersions(state, subject).at(-1);
}

/** The version with this number, or the latest. A deleted one counts only where `deleted` says so, and never as latest. */
export function findVersion(
  state: State,
  subject: string,
  { number, deleted }: { readonly number: number; readonly deleted: boolean },
): SchemaVersion | undefined {
  if (number === latest) return latestVersion(state, subject);
  const found = state.subjects.get(subject)?.get(number);
  return found?.deleted && !deleted ? undefined : found;
}

/** Whether there is a version of the subject, or of any subject in the context where a context is given. */
export function hasVersions(state: State, subject: string, { deleted }: { readonly deleted: boolean }): boolean {
  const { context, name } = parseSubject(subject);
  const subjects = name !== '' ? [subject] : [...state.subjects.keys()].filter((key) => contextOf(key) === context);
  return subjects.some((key) => (deleted ? allVersions(state, key) : liveVersions(state, key)).length > 0);
}

/** The subject itself, then the same name in every other context where no context was given: readers may not know it. */
export function subjectCandidates(state: State, subject: string): readonly string[] {
  const { context, name } = parseSubject(subject);
  if (context !== defaultContext) return [normalizeSubject(subject)];
  return contextNames(state).map((key) => printSubject({ context: key, name }));
}

/** Versions with a schema id in a context, at most one of each subject: the newest, live ones before deleted ones. */
export function versionsWithId(state: State, context: string, id: number): readonly SchemaVersion[] {
  const subjects = [...(state.contexts.get(context)?.subjectsById.get(id) ?? [])].sort();
  return subjects.flatMap((subject) => {
    const versions = allVersions(state, subject).filter((version) => version.id === id);
    const newest = versions.findLast(({ deleted }) => !deleted) ?? versions.at(-1);
    return newest === undefined ? [] : [newest];
  });
}

/**
 * A version with this id. A subject says in which context to look and which of its versions to prefer; without a
 * context of its own it is looked for in all of them.
 */
export function findById(state: State, id: number, subject = ''): SchemaVersion | undefined {
  const { context, name } = parseSubject(subject);
  const inContext = versionsWithId(state, context, id);
  if (name === '') return inContext[0];
  for (const candidate of subjectCandidates(state, subject)) {
    const found = versionsWithId(state, contextOf(candidate), id).find((version) => version.subject === candidate);
    if (found !== undefined) return found;
  }
  return inContext[0];
}
