import { AvroError, parseSchemaText, type Schema } from '@eventwright/avro';
import type { RegisteredVersion, RegistryClient } from './registry-client.ts';

/** All live versions of a subject, oldest first. */
export async function heldVersions(client: RegistryClient, subject: string): Promise<readonly RegisteredVersion[]> {
  const held: RegisteredVersion[] = [];
  for (const number of await client.versions(subject)) held.push(await client.version(subject, number));
  return held;
}

/** The schema, or undefined where only the registry can say what it is: by references, or no Avro at all. */
export function schemaOf({ schema, references }: RegisteredVersion): Schema | undefined {
  if (references.length > 0) return undefined;
  try {
    return parseSchemaText(schema);
  } catch (error) {
    if (error instanceof AvroError) return undefined;
    throw error;
  }
}
