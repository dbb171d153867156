import { replacing, type SubjectOutcome, type VersionOutcome } from './plan-subject.ts';
import type { RegistryClient } from './registry-client.ts';
import type { WantedSubject, WantedVersion } from './wanted-subjects.ts';

/**
 * Makes a registry hold a subject: its level first, then the versions that it lacks, oldest first. What it has already is
 * left alone, so doing it again changes nothing. A refused version ends the subject. The outcome is handed over at once
 * and gets its versions as they are done, so that a registry which fails half-way does not take the account of it along.
 */
export async function pushSubject(
  client: RegistryClient,
  wanted: WantedSubject,
  onOutcome: (outcome: SubjectOutcome) => void,
): Promise<void> {
  const { subject, level } = wanted;
  const held = await client.level(subject);
  if (held !== level) await client.setLevel(subject, level);
  const common = { subject, level, ...replacing(held, level) };
  const versions: VersionOutcome[] = [];
  onOutcome({ ...common, versions });
  for (const version of wanted.versions) {
    const outcome = await pushVersion(client, subject, version);
    versions.push(outcome);
    if (outcome.outcome === 'refused') break;
  }
}

async function pushVersion(
  client: RegistryClient,
  subject: string,
  { version, content }: WantedVersion,
): Promise<VersionOutcome> {
  const known = await client.lookUp(subject, content);
  if (known !== undefined) return { version, outcome: 'unchanged', id: known.id, reasons: [] };
  const result = await client.register(subject, content);
  return 'refused' in result
    ? { version, outcome: 'refused', id: null, reasons: [result.refused] }
    : { version, outcome: 'registered', id: result.id, reasons: [] };
}
