import { type CompatibilityLevel, type Position, schemaText } from '@eventwright/avro';
import type { ContractModel, SchemaFile } from '../../model/contract-model.ts';
import { registrationsOf } from '../../model/registrations.ts';
import { foreignTypes, inOrderOfUse, sharedFiles } from './shared-files.ts';

/** A subject as a registry shall hold it, whoever says so: the contracts, or what was released of them. */
export interface WantedSubject {
  readonly subject: string;
  readonly level: CompatibilityLevel;
  /** Oldest first. */
  readonly versions: readonly WantedVersion[];
  /** Where the level is said. */
  readonly position: Position;
}

export interface WantedVersion {
  /** By the file's name; a registry counts its own. */
  readonly version: number;
  readonly schema: string;
  /** Subjects that it refers to, each in its newest version. They come before it. */
  readonly uses: readonly string[];
  readonly source: SchemaFile;
  /** Where it is said: its file, or else its channel. */
  readonly position: Position;
}

export interface WantedOptions {
  /** Register types in files of their own under subjects of their own, to which others refer. */
  readonly references?: boolean;
}

/**
 * What a registry shall hold for the contracts, sorted by subject. Each schema is self-contained, so that every client
 * understands it without asking for more; with `references` it is not, and what it refers to stands before it.
 */
export function wantedSubjects(
  model: ContractModel,
  { references = false }: WantedOptions = {},
): readonly WantedSubject[] {
  const bySubject = Map.groupBy(registrationsOf(model), ({ subject }) => subject);
  const wanted = [...bySubject].flatMap(([subject, [first, ...others]]): readonly WantedSubject[] => {
    if (first === undefined) return [];
    const position = first.channel;
    const versions = [first, ...others].map(({ schema: source }) =>
      wantedVersion(source, { model, references, position }),
    );
    return [{ subject, level: first.compatibility, versions, position }];
  });
  return references ? [...wantedShared(model, wanted), ...wanted] : wanted;
}

interface Wanting {
  readonly model: ContractModel;
  readonly references: boolean;
  /** Of a schema that has none of its own, such as a primitive. */
  readonly position: Position;
}

function wantedVersion(source: SchemaFile, { model, references, position }: Wanting): WantedVersion {
  return {
    version: source.version,
    schema: schemaText(source.schema, references ? foreignTypes(source) : []),
    uses: references ? sharedFiles(model, source).map(({ name }) => name) : [],
    source,
    position: source.schema.position ?? position,
  };
}

/** What contracts have where they say nothing: a type in a file of its own has no channel that would say it. */
const levelOfShared: CompatibilityLevel = 'BACKWARD_TRANSITIVE';

/** The subjects, named as the types are, of the files that others use; what one uses before it. */
function wantedShared(model: ContractModel, users: readonly WantedSubject[]): readonly WantedSubject[] {
  const used = users.flatMap(({ versions }) => versions.flatMap(({ source }) => sharedFiles(model, source)));
  return inOrderOfUse(model, used).map((newest) => {
    const position = newest.schema.position ?? { file: newest.file ?? '', line: 1, column: 1 };
    const versions = newest.versions.map((source) => wantedVersion(source, { model, references: true, position }));
    return { subject: newest.name, level: levelOfShared, versions, position };
  });
}
