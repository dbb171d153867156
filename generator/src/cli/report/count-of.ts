import type { Finding, Severity } from '../../model/finding.ts';
import { plural } from './plural.ts';

const severities: readonly Severity[] = ['error', 'warning', 'info'];

/** `2 errors, 1 warning` */
export function countOf(findings: readonly Finding[]): string {
  const counts = severities.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [plural(count, severity)];
  });
  return counts.join(', ');
}
