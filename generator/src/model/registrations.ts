import type { CompatibilityLevel, Position } from '@eventwright/avro';
import type { Channel, ContractModel, SchemaFile } from './contract-model.ts';
import { keySubject, valueSubject } from './subjects.ts';

/** One schema version under one subject. */
export interface Registration {
  readonly subject: string;
  readonly schema: SchemaFile;
  readonly compatibility: CompatibilityLevel;
  /** Of the channel, which says the level. */
  readonly channel: Position;
}

/** What a registry must hold for the contracts: by subject, oldest version first. */
export function registrationsOf(model: ContractModel): readonly Registration[] {
  const bySubject = new Map<string, readonly Registration[]>();
  const add = (subject: string, newest: SchemaFile, { compatibility, position }: Channel): void => {
    bySubject.set(
      subject,
      newest.versions.map((schema) => ({ subject, schema, compatibility, channel: position })),
    );
  };
  for (const channel of model.channels) {
    for (const message of channel.messages) {
      add(keySubject(channel), message.key, channel);
      add(valueSubject(channel, message), message.payload, channel);
    }
  }
  return [...bySubject.keys()].sort().flatMap((subject) => bySubject.get(subject) ?? []);
}
