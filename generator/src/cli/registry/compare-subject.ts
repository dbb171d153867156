import type { CompatibilityLevel, Position } from '@eventwright/avro';
import type { Finding } from '../../model/finding.ts';
import type { ReferenceVersions } from './reference-versions.ts';
import type { RegistryClient } from './registry-client.ts';
import type { WantedSubject, WantedVersion } from './wanted-subjects.ts';

/** What is to be there of a subject, as far as a comparison needs to know it. */
export interface ExpectedSubject<Version extends ExpectedVersion = ExpectedVersion> {
  readonly subject: string;
  /** Undefined where nothing says it any more. */
  readonly level: CompatibilityLevel | undefined;
  /** Oldest first. */
  readonly versions: readonly Version[];
  /** Where the level is said. */
  readonly position: Position;
}

export interface ExpectedVersion {
  readonly version: number;
  /** Where it is said. */
  readonly position: Position;
}

/** A subject as a registry holds it, seen from what is expected. */
export interface HeldSubject<Version extends ExpectedVersion = ExpectedVersion> {
  /** Set for the subject itself. */
  readonly level: CompatibilityLevel | undefined;
  /** Numbers of all its versions, ascending. */
  readonly numbers: readonly number[];
  /** The number of each expected version that it has. */
  readonly found: ReadonlyMap<Version, number>;
}

export async function readSubject(
  client: RegistryClient,
  wanted: WantedSubject,
  { find }: Pick<ReferenceVersions, 'find'>,
): Promise<HeldSubject<WantedVersion>> {
  const { subject } = wanted;
  const numbers = await client.versions(subject);
  const found = new Map<WantedVersion, number>();
  for (const version of numbers.length === 0 ? [] : wanted.versions) {
    const registered = await find(client, subject, version);
    if (registered !== undefined) found.set(version, registered.version);
  }
  return { level: await client.level(subject), numbers, found };
}

/** Numbers of the versions that nobody wants. */
export function extraVersions({ numbers, found }: HeldSubject): readonly number[] {
  const wanted = new Set(found.values());
  return numbers.filter((number) => !wanted.has(number));
}

/** Where a registry differs from what is expected of a subject; empty where it does not. */
export function compareSubject<Version extends ExpectedVersion>(
  wanted: ExpectedSubject<Version>,
  held: HeldSubject<Version>,
): readonly Finding[] {
  if (held.numbers.length === 0) return [subjectMissing(wanted)];
  const missing = wanted.versions.filter((version) => !held.found.has(version));
  const extra = extraVersions(held);
  // A number that both count, for two schemas, is one difference and not two.
  const differing = missing.filter(({ version }) => extra.includes(version));
  const differingNumbers = new Set(differing.map(({ version }) => version));
  return [
    ...(wanted.level === undefined || held.level === wanted.level ? [] : [levelDiffers(wanted, held.level)]),
    ...differing.map((version) => schemaDiffers(wanted, version)),
    ...missing
      .filter(({ version }) => !differingNumbers.has(version))
      .map((version) => versionMissing(wanted, version)),
    ...outOfOrder(wanted, held),
    ...extra.filter((number) => !differingNumbers.has(number)).map((number) => versionExtra(wanted, number)),
  ];
}

const push = 'Register it: eventwright registry push.';

function subjectMissing(wanted: ExpectedSubject): Finding {
  return {
    ruleId: 'REGISTRY_SUBJECT_MISSING',
    severity: 'error',
    message: `The registry has no subject ${wanted.subject}.`,
    position: wanted.position,
    related: [],
    help: push,
  };
}

function levelDiffers({ subject, level, position }: ExpectedSubject, held: CompatibilityLevel | undefined): Finding {
  const there = held === undefined ? 'has no level of its own there' : `has the level ${held} there`;
  return {
    ruleId: 'REGISTRY_LEVEL_DIFFERS',
    severity: 'error',
    message: `The subject ${subject} ${there}, and ${level} here.`,
    position,
    related: [],
    help: 'Set it: eventwright registry push; or correct x-compatibility.',
  };
}

function versionMissing({ subject }: ExpectedSubject, { version, position }: ExpectedVersion): Finding {
  return {
    ruleId: 'REGISTRY_VERSION_MISSING',
    severity: 'error',
    message: `Version ${version} is not registered under ${subject}.`,
    position,
    related: [],
    help: push,
  };
}

function schemaDiffers({ subject }: ExpectedSubject, { version, position }: ExpectedVersion): Finding {
  return {
    ruleId: 'REGISTRY_SCHEMA_DIFFERS',
    severity: 'error',
    message: `Version ${version} of ${subject} is another schema in the registry.`,
    position,
    related: [],
    help: `A version that is registered never changes: give this schema the next number, and see what the registry has by eventwright registry pull --dry-run.`,
  };
}

/** Versions whose order is another there: what is the newest here is not what clients get as the latest. */
function outOfOrder<Version extends ExpectedVersion>(
  wanted: ExpectedSubject<Version>,
  { found }: HeldSubject<Version>,
): readonly Finding[] {
  const present = wanted.versions.flatMap((version) => {
    const number = found.get(version);
    return number === undefined ? [] : [{ version, number }];
  });
  return present.flatMap(({ version, number }, index): readonly Finding[] => {
    const before = present[index - 1];
    if (before === undefined || before.number < number) return [];
    return [
      {
        ruleId: 'REGISTRY_SCHEMA_DIFFERS',
        severity: 'error',
        message: `Version ${version.version} of ${wanted.subject} is number ${number} in the registry, before version ${before.version.version}, which is number ${before.number}.`,
        position: version.position,
        related: [],
        help: 'Number the files in the order in which the registry got them.',
      },
    ];
  });
}

function versionExtra({ subject, position, versions }: ExpectedSubject, number: number): Finding {
  const newest = versions.at(-1)?.position;
  return {
    ruleId: 'REGISTRY_VERSION_EXTRA',
    severity: 'error',
    message: `The registry has a version ${number} of ${subject} that is not here.`,
    position: newest ?? position,
    related: [],
    help: 'Somebody registered it from elsewhere. Write it as a file: eventwright registry pull.',
  };
}
