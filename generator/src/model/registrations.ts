import type { CompatibilityLevel } from '@eventwright/avro';
import type { ContractModel, SchemaFile } from './contract-model.ts';
import { keySubject, valueSubject } from './subjects.ts';

/** One schema version under one subject. */
export interface Registration {
  readonly subject: string;
  readonly schema: SchemaFile;
  readonly compatibility: CompatibilityLevel;
}

/** What a registry must hold for the contracts: by subject, oldest version first. */
export function registrationsOf(model: ContractModel): readonly Registration[] {
  const bySubject = new Map<string, readonly Registration[]>();
  const add = (subject: string, newest: SchemaFile, compatibility: CompatibilityLevel): void => {
    bySubject.set(
      subject,
      newest.versions.map((schema) => ({ subject, schema, compatibility })),
    );
  };
  for (const channel of model.channels) {
    for (const message of channel.messages) {
      add(keySubject(channel), message.key, channel.compatibility);
      add(valueSubject(channel, message), message.payload, channel.compatibility);
    }
  }
  return [...bySubject.keys()].sort().flatMap((subject) => bySubject.get(subject) ?? []);
}
