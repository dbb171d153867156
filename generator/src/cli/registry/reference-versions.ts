import { schemaText } from '@eventwright/avro';
import type { RegisteredSchema, RegistryClient, SchemaContent } from './registry-client.ts';
import type { WantedSubject, WantedVersion } from './wanted-subjects.ts';

/** Which version of a subject others refer to, in the numbers of one registry. */
export interface ReferenceVersions {
  /** The wanted version as the registry has it: with its references, or self-contained, which says the same. */
  find(client: RegistryClient, subject: string, version: WantedVersion): Promise<RegisteredSchema | undefined>;
  /** What to ask or tell the registry; undefined where something that the version uses is not registered. */
  contentOf(version: WantedVersion): SchemaContent | undefined;
  /** To be called for each subject in order, once the registry holds what it is to hold of it. */
  note(client: RegistryClient, wanted: WantedSubject): Promise<void>;
}

/** `subjects` are all that there are, to know which of them others use. */
export function referenceVersions(subjects: readonly WantedSubject[]): ReferenceVersions {
  const used = new Set(subjects.flatMap(({ versions }) => versions.flatMap(({ uses }) => uses)));
  const registered = new Map<string, number>();
  const contentOf = ({ schema, uses }: WantedVersion): SchemaContent | undefined => {
    const references = uses.flatMap((subject) => {
      const version = registered.get(subject);
      return version === undefined ? [] : [{ name: subject, subject, version }];
    });
    return references.length === uses.length ? { schema, references } : undefined;
  };
  const find: ReferenceVersions['find'] = async (client, subject, version) => {
    const content = contentOf(version);
    const found = content === undefined ? undefined : await client.lookUp(subject, content);
    if (found !== undefined || version.uses.length === 0) return found;
    return client.lookUp(subject, { schema: schemaText(version.source.schema), references: [] });
  };
  return {
    find,
    contentOf,
    async note(client, { subject, versions }) {
      const newest = versions.at(-1);
      const found = newest === undefined || !used.has(subject) ? undefined : await find(client, subject, newest);
      if (found !== undefined) registered.set(subject, found.version);
    },
  };
}
