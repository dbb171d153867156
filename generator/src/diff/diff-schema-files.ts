import {
  diffSchemas,
  namedTypes,
  type Schema,
  type SchemaChange,
  type SchemaChangeKind,
  schemaText,
} from '@eventwright/avro';
import { affectedBy, uniqueAffected } from '../check/changes/affected.ts';
import type { Comparison } from '../check/changes/comparison.ts';
import type { Base } from '../model/base.ts';
import type { Affected } from '../model/finding.ts';
import { added, changed, type Difference, type FoundSection, removed } from './difference.ts';

/** A schema with its versions, oldest first. */
interface VersionedSchema {
  readonly name: string;
  readonly versions: readonly { readonly version: number; readonly schema: Schema }[];
  /** Full names of the types that its own file defines. */
  readonly types: readonly string[];
}

/** What differs of each schema, by its full name: which versions there are, and the newest of both states. */
export function diffSchemaFiles(comparison: Comparison, before: Base, after: Base): readonly FoundSection[] {
  const isWhole = before.model !== undefined && after.model !== undefined;
  const [old, now] = [before, after].map((base) => byFullName(isWhole ? ofModel(base) : ofSubjects(base)));
  const owners = new Map(
    [...(old ?? []), ...(now ?? [])].flatMap(([name, { types }]) => types.map((type) => [type, name])),
  );
  const uses = usesByType(comparison);
  const names = [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])].sort();
  return names.flatMap((name): readonly FoundSection[] => {
    const isElsewhere = (change: SchemaChange): boolean => (ownerOf(change, owners) ?? name) !== name;
    const differences = diffVersions(old?.get(name), now?.get(name), isElsewhere);
    return differences.length === 0
      ? []
      : [{ part: 'schema', name, differences, affected: usersOf(comparison, uses.get(name) ?? []) }];
  });
}

const byFullName = (schemas: readonly VersionedSchema[]): ReadonlyMap<string, VersionedSchema> =>
  new Map(schemas.map((schema) => [schema.name, schema]));

const ofModel = ({ model }: Base): readonly VersionedSchema[] =>
  (model?.schemas ?? [])
    .filter((schema) => schema.file !== undefined && schema.versions.at(-1) === schema)
    .map(({ name, versions, types }) => ({ name, versions, types: types.map((type) => type.name) }));

/** A registry knows subjects only, and of several with one schema each has it. */
const ofSubjects = ({ subjects }: Base): readonly VersionedSchema[] =>
  [...subjects.values()].flatMap((versions): readonly VersionedSchema[] => {
    const newest = versions.at(-1)?.schema;
    return newest === undefined || !('name' in newest) ? [] : [{ name: newest.name, versions, types: [] }];
  });

/** The file that defines the type, or the type of the field, that a change is about. */
function ownerOf({ subject }: SchemaChange, owners: ReadonlyMap<string, string>): string | undefined {
  return owners.get(subject) ?? owners.get(subject.slice(0, Math.max(0, subject.lastIndexOf('.'))));
}

function diffVersions(
  before: VersionedSchema | undefined,
  after: VersionedSchema | undefined,
  isElsewhere: (change: SchemaChange) => boolean,
): readonly Difference[] {
  const [old, now] = [before?.versions.at(-1), after?.versions.at(-1)];
  if (old === undefined) return now === undefined ? [] : [added(`the schema, version ${now.version}`)];
  if (now === undefined) return [removed(`the schema, version ${old.version}`)];
  return [
    ...changed('newest version', old.version, now.version),
    ...olderVersions(before, after),
    ...diffSchemas(old.schema, now.schema)
      .filter((change) => !isElsewhere(change))
      .map(asDifference),
  ];
}

/** That a version before the newest is another, or not there any more. */
function olderVersions(before?: VersionedSchema, after?: VersionedSchema): readonly Difference[] {
  const now = new Map(after?.versions.map(({ version, schema }) => [version, schema]));
  const newest = after?.versions.at(-1)?.version;
  return (before?.versions ?? []).flatMap(({ version, schema }): readonly Difference[] => {
    const still = now.get(version);
    if (still === undefined) return [removed(`version ${version}`)];
    if (version === newest || schemaText(still) === schemaText(schema)) return [];
    return [{ kind: 'changed', text: `version ${version} was edited`, isText: false }];
  });
}

const asDifference = ({ kind, message }: SchemaChange): Difference => ({
  kind: kindOf(kind),
  text: message.replace(/\.$/, ''),
  isText: kind === 'doc-changed',
});

function kindOf(kind: SchemaChangeKind): Difference['kind'] {
  if (kind.endsWith('-added')) return 'added';
  return kind.endsWith('-removed') ? 'removed' : 'changed';
}

interface Use {
  readonly address: string;
  readonly message: string;
}

/** The messages that have a type in their payload or key, by its full name. */
function usesByType({ base, next }: Comparison): ReadonlyMap<string, readonly Use[]> {
  const uses = new Map<string, Use[]>();
  for (const { address, messages } of [...next.channels, ...base.channels]) {
    for (const { name, payload, key } of messages) {
      const types = [payload, key].flatMap(({ schema }) => namedTypes(schema));
      for (const type of new Set(types.map((one) => one.name))) {
        const known = uses.get(type);
        if (known === undefined) uses.set(type, [{ address, message: name }]);
        else known.push({ address, message: name });
      }
    }
  }
  return uses;
}

const usersOf = (comparison: Comparison, uses: readonly Use[]): readonly Affected[] =>
  uniqueAffected(
    [...Map.groupBy(uses, ({ address }) => address)].flatMap(([address, own]) =>
      affectedBy(comparison, { address, messages: own.map(({ message }) => message) }),
    ),
  );
