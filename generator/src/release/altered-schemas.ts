import type { AlteredSchema } from '../model/base.ts';
import type { ContractModel, SchemaFile } from '../model/contract-model.ts';
import { registrationsOf } from '../model/registrations.ts';
import { createDrawnIn, type DrawnIn } from './drawn-in.ts';
import type { Lock, LockedSchema, LockedSubject } from './lock.ts';
import { positionOf, schemaKey } from './lock-of.ts';
import { filesByVersion } from './model-from-lock.ts';
import { definitionFingerprint, releaseFingerprint } from './schema-fingerprint.ts';

/**
 * Released schema versions that the contracts of today hold otherwise or no more, by name and version. One entry for
 * each definition that is to blame, however many schemas draw it in. A subject that the contracts gave up does not count:
 * that its channel or message is gone is a change of its own.
 */
export function alteredSchemas(lock: Lock, today: ContractModel): readonly AlteredSchema[] {
  const inUse = new Set(registrationsOf(today).map(({ subject }) => subject));
  const search: Search = {
    files: filesByVersion(today),
    locked: new Map(lock.schemas.map((schema) => [schemaKey(schema), schema])),
    names: new Set(lock.schemas.map(({ name }) => name)),
    drawnIn: createDrawnIn(today),
    today,
  };
  const blamed = new Map<string, { culprit: Culprit; releases: LockedSubject[] }>();
  for (const release of lock.subjects.filter(({ subject }) => inUse.has(subject))) {
    for (const culprit of culpritsOf(search, release)) {
      const key = `${schemaKey(culprit)} ${culprit.kind}`;
      const entry = blamed.get(key) ?? { culprit, releases: [] };
      entry.releases.push(release);
      blamed.set(key, entry);
    }
  }
  return [...blamed]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { culprit, releases }]) => describe(search, culprit, releases));
}

interface Search {
  /** By `schemaKey`. */
  readonly files: ReadonlyMap<string, SchemaFile>;
  readonly locked: ReadonlyMap<string, LockedSchema>;
  /** Of all schemas that were ever released. */
  readonly names: ReadonlySet<string>;
  readonly drawnIn: DrawnIn;
  readonly today: ContractModel;
}

interface Culprit extends Pick<AlteredSchema, 'kind' | 'name' | 'version' | 'position'> {
  readonly file: string | undefined;
}

/** What makes a release other than it was; nothing where it is as it was. */
function culpritsOf(
  search: Search,
  { schema: name, version, fingerprint, position }: LockedSubject,
): readonly Culprit[] {
  const file = search.files.get(schemaKey({ name, version }));
  if (file === undefined) {
    const locked = search.locked.get(schemaKey({ name, version }));
    return [{ kind: 'removed', name, version, position: locked?.position ?? position, file: locked?.file }];
  }
  if (releaseFingerprint(file) === fingerprint) return [];
  const parts = search.drawnIn(file).flatMap((part) => culpritOf(search, part) ?? []);
  return parts.length > 0 ? parts : [culprit('changed', file)];
}

function culpritOf({ locked, names, drawnIn }: Search, part: SchemaFile): Culprit | undefined {
  const released = locked.get(schemaKey(part));
  if (released === undefined) return names.has(part.name) ? culprit('superseded', part) : undefined;
  return released.fingerprint === definitionFingerprint(part, drawnIn(part)) ? undefined : culprit('changed', part);
}

function culprit(kind: Culprit['kind'], schema: SchemaFile): Culprit {
  const { name, version, file } = schema;
  return { kind, name, version, file, position: positionOf(schema) };
}

function describe(
  { today }: Search,
  { kind, name, version, position, file }: Culprit,
  releases: readonly LockedSubject[],
): AlteredSchema {
  const held = releases.filter((release) => release.schema !== name);
  const event = today.messages.find(({ payload }) => payload.name === name)?.name;
  return {
    kind,
    name,
    version,
    position,
    releases: releases.map(({ subject, version: released }) => ({ subject, version: released })),
    message: messages[kind](name, version) + (held.length === 0 ? '' : ` It is part of ${listed(held)}.`),
    help: helps[kind]({ file: file ?? name, event, name, version }),
  };
}

const messages: Readonly<Record<Culprit['kind'], (name: string, version: number) => string>> = {
  changed: (name, version) => `Version ${version} of ${name} is released and was changed.`,
  superseded: (name, version) =>
    `Version ${version} of ${name} takes the place of an older one in schemas that are released.`,
  removed: (name, version) => `Version ${version} of ${name} is released, and nothing defines it any more.`,
};

interface HelpFacts {
  readonly file: string;
  /** The message that it is the payload of. */
  readonly event: string | undefined;
  readonly name: string;
  readonly version: number;
}

const helps: Readonly<Record<Culprit['kind'], (facts: HelpFacts) => string>> = {
  changed: ({ file, event }) =>
    `Restore ${file} as it was released, then ${
      event === undefined
        ? 'make the change in a type of another name, and use that in the next version of an event: `eventwright new version <Event>`.'
        : `start the next version: \`eventwright new version ${event}\`.`
    }`,
  superseded: ({ name, version }) =>
    `A name means the newest version of its type. Give the new type a name of its own, such as ${name}${version}, and use that in the next version of an event: \`eventwright new version <Event>\`.`,
  removed: ({ file }) =>
    `Restore ${file}: \`git log --diff-filter=D -- ${file}\` finds the commit that removed it. Readers need every version that was ever written.`,
};

/** Some of them by name. */
function listed(releases: readonly LockedSubject[]): string {
  const names = [...new Set(releases.map((release) => `${release.schema} version ${release.version}`))];
  const shown = names.slice(0, 3);
  return shown.length === names.length
    ? shown.join(', ')
    : `${shown.join(', ')} and ${names.length - shown.length} more`;
}
