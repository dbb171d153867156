export type Bump = 'none' | 'patch' | 'minor' | 'major';

/** The numbers of a version by Semantic Versioning 2.0; undefined for any other text. What follows a hyphen is left out. */
export function parseVersion(text: string): readonly [major: number, minor: number, patch: number] | undefined {
  const match = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:[-+].*)?$/.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3])];
}

/** The smallest version that tells of a change. Below 1.0.0 the second number tells of a break, as package managers have it. */
export function bumped(version: string, bump: Bump): string | undefined {
  const parsed = parseVersion(version);
  if (parsed === undefined || bump === 'none') return undefined;
  const [major, minor, patch] = parsed;
  const isYoung = major === 0;
  if (bump === 'major') return isYoung ? `0.${minor + 1}.0` : `${major + 1}.0.0`;
  if (bump === 'minor' && !isYoung) return `${major}.${minor + 1}.0`;
  return `${major}.${minor}.${patch + 1}`;
}

/** Whether one version is at least the other; both must be versions. */
export function isAtLeast(version: string, least: string): boolean {
  const [a, b] = [parseVersion(version), parseVersion(least)];
  if (a === undefined || b === undefined) return false;
  const [first] = a.map((part, index) => part - (b[index] ?? 0)).filter((difference) => difference !== 0);
  return (first ?? 0) >= 0;
}
