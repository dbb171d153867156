import { type CompatibilityLevel, checkLevel, type Schema, schemaText } from '@eventwright/avro';
import { heldVersions, schemaOf } from './held-versions.ts';
import type { ReferenceVersions } from './reference-versions.ts';
import type { RegistryClient } from './registry-client.ts';
import type { WantedSubject, WantedVersion } from './wanted-subjects.ts';

export type Outcome = 'registered' | 'unchanged' | 'to register' | 'refused';

/** What becomes of one schema version. */
export interface VersionOutcome {
  readonly version: number;
  readonly outcome: Outcome;
  readonly id: number | null;
  /** Why it is refused. */
  readonly reasons: readonly string[];
}

/** What becomes of a subject. */
export interface SubjectOutcome {
  readonly subject: string;
  readonly level: CompatibilityLevel;
  /** The level that the registry has for the subject and that is, or was, to be replaced; null where it had none. */
  readonly replaces?: CompatibilityLevel | null;
  /** Oldest first; none after one that is refused. */
  readonly versions: readonly VersionOutcome[];
}

/**
 * What `push` would do, found out without changing anything: each new version is checked here, by the checker that the
 * registry has too, against all that would be there before it and at the level that would hold then.
 */
export async function planSubject(
  client: RegistryClient,
  wanted: WantedSubject,
  { find }: Pick<ReferenceVersions, 'find'>,
): Promise<SubjectOutcome> {
  const { subject, level } = wanted;
  const found: VersionOutcome[] = [];
  const missing: WantedVersion[] = [];
  for (const version of wanted.versions) {
    const known = await find(client, subject, version);
    if (known === undefined) missing.push(version);
    else found.push({ version: version.version, outcome: 'unchanged', id: known.id, reasons: [] });
  }
  const checked = missing.length === 0 ? [] : await checkMissing(client, wanted, missing);
  const versions = [...found, ...checked].sort((a, b) => a.version - b.version);
  return { subject, level, ...replacing(await client.level(subject), level), versions };
}

/** Only what replaces another level is worth telling. */
export function replacing(
  held: CompatibilityLevel | undefined,
  level: CompatibilityLevel,
): Pick<SubjectOutcome, 'replaces'> {
  return held === level ? {} : { replaces: held ?? null };
}

/** Oldest first, up to the first that is refused. */
async function checkMissing(
  client: RegistryClient,
  { subject, level }: WantedSubject,
  missing: readonly WantedVersion[],
): Promise<readonly VersionOutcome[]> {
  const before = (await heldVersions(client, subject)).map((held) => ({
    name: `version ${held.version}`,
    schema: schemaOf(held),
  }));
  const outcomes: VersionOutcome[] = [];
  for (const { version, source } of missing) {
    // The registry is asked with the schema self-contained: what this one refers to may not be there yet.
    const content = { schema: schemaText(source.schema), references: [] };
    const reasons = before.every(isUnderstood)
      ? reasonsAgainst(source.schema, before, level)
      : [(await client.check(subject, content))?.refused ?? []].flat();
    outcomes.push({ version, outcome: reasons.length === 0 ? 'to register' : 'refused', id: null, reasons });
    if (reasons.length > 0) break;
    before.push({ name: `v${version}`, schema: source.schema });
  }
  return outcomes;
}

/** A version that is there, or would be by then. */
interface Before {
  readonly name: string;
  /** Undefined where only the registry can say what it is. */
  readonly schema: Schema | undefined;
}

interface Understood extends Before {
  readonly schema: Schema;
}

const isUnderstood = (before: Before): before is Understood => before.schema !== undefined;

function reasonsAgainst(next: Schema, before: readonly Understood[], level: CompatibilityLevel): readonly string[] {
  const schemas = before.map(({ schema }) => schema);
  const { incompatibilities, previousIndex = -1 } = checkLevel(level, next, schemas);
  const against = `against ${before[previousIndex]?.name}, level ${level}`;
  return incompatibilities.map(({ type, location, message }) => `${type} at ${location} (${message}) ${against}`);
}
