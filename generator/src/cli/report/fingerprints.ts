import { createHash } from 'node:crypto';
import type { Finding } from '../../model/finding.ts';

/**
 * What tells a finding from others in a report, whichever line it has moved to: rule, file, place in the tree and message.
 * Of those that have all of that in common, each gets its own by their order.
 */
export function fingerprints(): (finding: Finding, file: string) => string {
  const seen = new Map<string, number>();
  return ({ ruleId, path = '', message }, file) => {
    const key = JSON.stringify([ruleId, file, path, message]);
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    return createHash('sha256').update(`${key}${count}`).digest('hex').slice(0, 40);
  };
}
