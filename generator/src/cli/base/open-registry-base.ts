import { resolveSchemas, type Schema, type SchemaSource } from '@eventwright/avro';
import type { Base, SubjectVersion } from '../../model/base.ts';
import { registrationsOf } from '../../model/registrations.ts';
import { CliError } from '../cli-error.ts';
import type { Container } from '../container.ts';
import { exitCode } from '../exit-code.ts';
import type { Project } from '../open-project.ts';
import { registryAddress } from '../registry/registry-address.ts';
import { createRegistryClient, type RegisteredVersion, type RegistryClient } from '../registry/registry-client.ts';

/** What a registry holds of the subjects that the contracts use; what is registered is released. */
export async function openRegistryBase(container: Container, { contracts }: Project, url: string): Promise<Base> {
  const address = await registryAddress(container, { url });
  const registry: Registry = {
    client: createRegistryClient(address, { signal: container.io.signal }),
    label: address.base,
  };
  container.progress(`reading ${registry.label}`);
  const wanted = [...new Set(registrationsOf(contracts.model).map(({ subject }) => subject))];
  const subjects = new Map<string, readonly SubjectVersion[]>();
  for (let start = 0; start < wanted.length; start += atOnce) {
    const batch = wanted.slice(start, start + atOnce);
    const held = await Promise.all(batch.map((subject) => versionsOf(registry, subject)));
    for (const [index, subject] of batch.entries()) {
      const versions = held[index] ?? [];
      if (versions.length > 0) subjects.set(subject, versions);
    }
  }
  return { label: registry.label, model: undefined, subjects };
}

/** Subjects that are asked for side by side. */
const atOnce = 8;

export interface Registry {
  readonly client: RegistryClient;
  /** Its address, without credentials. */
  readonly label: string;
}

/** All versions that a registry holds of a subject, oldest first, what they refer to included. */
export async function versionsOf(registry: Registry, subject: string): Promise<readonly SubjectVersion[]> {
  const versions: SubjectVersion[] = [];
  for (const number of await registry.client.versions(subject)) {
    const held = await registry.client.version(subject, number);
    versions.push({ version: number, schema: await schemaOf(registry, subject, held) });
  }
  return versions;
}

/** A schema may use types of other subjects by name. */
async function schemaOf(registry: Registry, subject: string, held: RegisteredVersion): Promise<Schema> {
  const texts = new Map<string, string>();
  await collect(registry, texts, { file: fileOf(subject, held.version), held });
  const sources = [...texts].map(([file, text]): SchemaSource => ({ file, text }));
  const { schemas, problems } = resolveSchemas(sources);
  const schema = schemas.get(fileOf(subject, held.version));
  const problem = problems.find(({ severity }) => severity === 'error');
  if (schema !== undefined && problem === undefined) return schema;
  const place = problem?.position?.file ?? fileOf(subject, held.version);
  throw new CliError(
    exitCode.environment,
    `The schema registry at ${registry.label} holds no Avro schema as ${place}: ${problem?.message ?? 'it cannot be read.'}`,
    { help: 'Compare with the last release or a branch instead, or delete that version from the registry.' },
  );
}

const fileOf = (subject: string, version: number): string => `${subject} version ${version}`;

interface Found {
  readonly file: string;
  readonly held: RegisteredVersion;
}

async function collect({ client, label }: Registry, texts: Map<string, string>, { file, held }: Found): Promise<void> {
  if (texts.has(file)) return;
  texts.set(file, held.schema);
  for (const { subject, version } of held.references) {
    const referenced = await client.version(subject, version);
    await collect({ client, label }, texts, { file: fileOf(subject, version), held: referenced });
  }
}
