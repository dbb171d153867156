import type { Message, SchemaFile } from './contract-model.ts';

/** The versions of a message's value up to the one that it names, oldest first. */
export function releasedVersions({ payload }: Message): readonly SchemaFile[] {
  return payload.versions.slice(0, payload.versions.indexOf(payload) + 1);
}
