import { alteredIds } from '../../check/changes/schema-rules.ts';
import type { AlteredSchema } from '../../model/base.ts';
import type { Finding } from '../../model/finding.ts';

/** What keeps a release from happening: what was released is not what is there. */
export const releasedFindings = (altered: readonly AlteredSchema[]): readonly Finding[] =>
  altered.map(({ kind, message, position, help, name, version }) => ({
    ruleId: alteredIds[kind],
    severity: 'error',
    message,
    position,
    related: [],
    help,
    subject: `${name}/v${version}`,
  }));
