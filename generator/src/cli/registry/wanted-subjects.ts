import { type CompatibilityLevel, type Position, schemaText } from '@eventwright/avro';
import type { ContractModel, SchemaFile } from '../../model/contract-model.ts';
import { type Registration, registrationsOf } from '../../model/registrations.ts';
import type { SchemaContent } from './registry-client.ts';

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
  readonly content: SchemaContent;
  readonly source: SchemaFile;
}

/** What a registry shall hold for the contracts, sorted by subject. */
export function wantedSubjects(model: ContractModel): readonly WantedSubject[] {
  const bySubject = Map.groupBy(registrationsOf(model), ({ subject }) => subject);
  return [...bySubject].flatMap(([subject, [first, ...others]]) =>
    first === undefined
      ? []
      : [
          {
            subject,
            level: first.compatibility,
            versions: [first, ...others].map(wantedVersion),
            position: first.channel,
          },
        ],
  );
}

function wantedVersion({ schema }: Registration): WantedVersion {
  return {
    version: schema.version,
    // Self-contained, so that every client understands it without asking for more.
    content: { schema: schemaText(schema.schema), references: [] },
    source: schema,
  };
}
