import type { Application } from '../../model/contract-model.ts';
import type { Finding } from '../../model/finding.ts';
import type { Change } from '../changes/check-changes.ts';
import type { Comparison, Pair } from '../changes/comparison.ts';
import { contractText, shapeText } from './contract-text.ts';
import { type Bump, bumped, isAtLeast } from './semantic-version.ts';

/** What the version of an application's document should be. */
export interface VersionAdvice {
  readonly application: string;
  readonly before: string;
  readonly after: string;
  readonly needed: Bump;
  /** The smallest version that tells of the change; undefined where none is needed or the version is not semantic. */
  readonly smallest: string | undefined;
  readonly isEnough: boolean;
}

/**
 * For each application that was there before: major where it makes a breaking change, minor where its contracts changed
 * otherwise, patch where only texts did. Waived changes count: a reader of the version does not know of waivers.
 */
export function adviseVersions(
  { applications, hasTexts }: Comparison,
  changes: readonly Change[],
): readonly VersionAdvice[] {
  const breaking = new Set(
    changes.filter(({ finding }) => finding.severity === 'error').flatMap(({ madeBy }) => madeBy),
  );
  return applications.map((pair) => {
    const { before, after } = pair;
    const needed = breaking.has(after.name) ? 'major' : smallerBump(pair, hasTexts);
    const smallest = bumped(before.version, needed);
    const isEnough = smallest === undefined || isAtLeast(after.version, smallest);
    return { application: after.name, before: before.version, after: after.version, needed, smallest, isEnough };
  });
}

function smallerBump({ before, after }: Pair<Application>, hasTexts: boolean): Bump {
  if (contractText(before) === contractText(after)) return 'none';
  if (shapeText(before) !== shapeText(after)) return 'minor';
  return hasTexts ? 'patch' : 'none';
}

/** A break that its version hides: readers of the version would take it for harmless. */
export function versionFindings({ applications }: Comparison, advice: readonly VersionAdvice[]): readonly Finding[] {
  return advice.flatMap(({ application, before, after, needed, smallest, isEnough }): readonly Finding[] => {
    const position = applications.find((pair) => pair.after.name === application)?.after.versionPosition;
    if (needed !== 'major' || isEnough || position === undefined) return [];
    const is = after === before ? `still ${after}` : after;
    return [
      {
        ruleId: 'VERSION_NOT_MAJOR',
        severity: 'error',
        message: `The contracts of ${application} break what was there, but the version is ${is}.`,
        position,
        related: [],
        help: `Make the change safe, or write ${smallest}.`,
        subject: application,
        affected: [],
      },
    ];
  });
}
