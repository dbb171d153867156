import { createHash } from 'node:crypto';

/** What tells a finding from others, whichever line it has moved to: the same parts again are counted. */
export function fingerprints(): (parts: readonly string[]) => string {
  const seen = new Map<string, number>();
  return (parts) => {
    const key = JSON.stringify(parts);
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    return createHash('sha256').update(`${key}${count}`).digest('hex').slice(0, 40);
  };
}
