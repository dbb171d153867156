import { replacing, type SubjectOutcome, type VersionOutcome } from './plan-subject.ts';
import type { ReferenceVersions } from './reference-versions.ts';
import type { RegisteredSchema, RegistryClient, SchemaContent } from './registry-client.ts';
import type { WantedSubject } from './wanted-subjects.ts';

export interface PushSubjectOptions extends Pick<ReferenceVersions, 'contentOf' | 'find'> {
  onOutcome(outcome: SubjectOutcome): void;
}

/**
 * Makes a registry hold a subject: its level first, then the versions that it lacks, oldest first. What it has already is
 * left alone, so doing it again changes nothing. A refused version ends the subject. The outcome is handed over at once
 * and gets its versions as they are done, so that a registry which fails half-way does not take the account of it along.
 */
export async function pushSubject(
  client: RegistryClient,
  wanted: WantedSubject,
  { contentOf, find, onOutcome }: PushSubjectOptions,
): Promise<void> {
  const { subject, level } = wanted;
  const held = await client.level(subject);
  if (held !== level) await client.setLevel(subject, level);
  const common = { subject, level, ...replacing(held, level) };
  const versions: VersionOutcome[] = [];
  onOutcome({ ...common, versions });
  for (const version of wanted.versions) {
    const known = await find(client, subject, version);
    const outcome = known === undefined ? await register(client, subject, contentOf(version)) : unchanged(known);
    versions.push({ version: version.version, ...outcome });
    if (outcome.outcome === 'refused') break;
  }
}

type Registering = Omit<VersionOutcome, 'version'>;

const unchanged = ({ id }: RegisteredSchema): Registering => ({ outcome: 'unchanged', id, reasons: [] });

async function register(
  client: RegistryClient,
  subject: string,
  content: SchemaContent | undefined,
): Promise<Registering> {
  if (content === undefined) return { outcome: 'refused', id: null, reasons: [unreferenced] };
  const result = await client.register(subject, content);
  return 'refused' in result
    ? { outcome: 'refused', id: null, reasons: [result.refused] }
    : { outcome: 'registered', id: result.id, reasons: [] };
}

const unreferenced = 'it refers to a schema that was refused itself';
