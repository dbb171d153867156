import { replacing, type SubjectOutcome, type VersionOutcome } from './plan-subject.ts';
import type { ReferenceVersions } from './reference-versions.ts';
import type { RegistryClient, SchemaContent } from './registry-client.ts';
import type { WantedSubject } from './wanted-subjects.ts';

export interface PushSubjectOptions extends Pick<ReferenceVersions, 'contentOf'> {
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
  { contentOf, onOutcome }: PushSubjectOptions,
): Promise<void> {
  const { subject, level } = wanted;
  const held = await client.level(subject);
  if (held !== level) await client.setLevel(subject, level);
  const common = { subject, level, ...replacing(held, level) };
  const versions: VersionOutcome[] = [];
  onOutcome({ ...common, versions });
  for (const version of wanted.versions) {
    const outcome = await pushVersion(client, { subject, version: version.version, content: contentOf(version) });
    versions.push(outcome);
    if (outcome.outcome === 'refused') break;
  }
}

interface Pushing {
  readonly subject: string;
  readonly version: number;
  readonly content: SchemaContent | undefined;
}

async function pushVersion(client: RegistryClient, { subject, version, content }: Pushing): Promise<VersionOutcome> {
  if (content === undefined) return { version, outcome: 'refused', id: null, reasons: [unreferenced] };
  const known = await client.lookUp(subject, content);
  if (known !== undefined) return { version, outcome: 'unchanged', id: known.id, reasons: [] };
  const result = await client.register(subject, content);
  return 'refused' in result
    ? { version, outcome: 'refused', id: null, reasons: [result.refused] }
    : { version, outcome: 'registered', id: result.id, reasons: [] };
}

const unreferenced = 'it refers to a schema that was refused itself';
