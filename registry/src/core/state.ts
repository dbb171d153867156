import type { CompatibilityLevel } from '@eventwright/avro';
import type { Config } from './config.ts';
import type { Entry } from './entry.ts';
import type { Mode } from './mode.ts';
import { contextOf, defaultContext } from './qualified-subject.ts';
import { guidOf, type SchemaVersion } from './schema-version.ts';

/** What one context knows about its ids. */
export interface Context {
  /** The highest id ever given; ids are not given twice, even after a permanent delete. */
  lastId: number;
  /** Ids by the guid of the schema, those of deleted schemas too. */
  readonly idByGuid: Map<string, number>;
  /** Subjects that have a version with this id, deleted or not. */
  readonly subjectsById: Map<number, Set<string>>;
  /** Whether it is among the contexts that a client is told of: from its first version until it is deleted. */
  listed: boolean;
}

/** All that a registry knows. Changed by `applyEntry` and by nothing else. */
export interface State {
  /** The level where nothing else is configured. */
  readonly defaultCompatibility: CompatibilityLevel;
  /** Versions by subject and number, soft-deleted ones too. No subject is without versions. */
  readonly subjects: Map<string, Map<number, SchemaVersion>>;
  /** By name, beginning with a dot. The default context is always there. */
  readonly contexts: Map<string, Context>;
  /** By subject, by `:.context:`, and by null for the whole registry. */
  readonly configs: Map<string | null, Config>;
  readonly modes: Map<string | null, Mode>;
}

export function emptyState(defaultCompatibility: CompatibilityLevel): State {
  return {
    defaultCompatibility,
    subjects: new Map(),
    contexts: new Map([[defaultContext, { ...emptyContext(), listed: true }]]),
    configs: new Map(),
    modes: new Map(),
  };
}

export function applyEntry(state: State, entry: Entry): void {
  switch (entry.kind) {
    case 'version':
      removeVersion(state, entry.version.subject, entry.version.version);
      addVersion(state, entry.version);
      break;
    case 'version-removed':
      removeVersion(state, entry.subject, entry.version);
      break;
    case 'context-removed':
      // What it knows of ids stays: they are not given twice.
      getOrAdd(state.contexts, entry.context, emptyContext).listed = false;
      break;
    case 'config':
      setOrDelete(state.configs, entry.subject, entry.config);
      break;
    case 'mode':
      setOrDelete(state.modes, entry.subject, entry.mode);
      break;
  }
}

function addVersion(state: State, version: SchemaVersion): void {
  const context = getOrAdd(state.contexts, contextOf(version.subject), emptyContext);
  context.listed = true;
  context.lastId = Math.max(context.lastId, version.id);
  context.idByGuid.set(guidOf(version), version.id);
  getOrAdd(context.subjectsById, version.id, () => new Set<string>()).add(version.subject);
  getOrAdd(state.subjects, version.subject, () => new Map<number, SchemaVersion>()).set(version.version, version);
}

function removeVersion(state: State, subject: string, number: number): void {
  const versions = state.subjects.get(subject);
  const removed = versions?.get(number);
  if (versions === undefined || removed === undefined) return;
  versions.delete(number);
  if (versions.size === 0) state.subjects.delete(subject);
  if ([...versions.values()].some(({ id }) => id === removed.id)) return;
  const subjectsById = state.contexts.get(contextOf(subject))?.subjectsById;
  subjectsById?.get(removed.id)?.delete(subject);
  if (subjectsById?.get(removed.id)?.size === 0) subjectsById.delete(removed.id);
}

function emptyContext(): Context {
  return { lastId: 0, idByGuid: new Map(), subjectsById: new Map(), listed: false };
}

/** Names of the contexts, the default one first, the others sorted. */
export function contextNames({ contexts }: State): readonly string[] {
  const others = [...contexts].filter(([name, { listed }]) => listed && name !== defaultContext);
  return [defaultContext, ...others.map(([name]) => name).sort()];
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  const found = map.get(key) ?? create();
  map.set(key, found);
  return found;
}

function setOrDelete<Key, Value>(map: Map<Key, Value>, key: Key, value: Value | null): void {
  if (value === null) map.delete(key);
  else map.set(key, value);
}
