import type { ChangeRule } from '../change-rule.ts';
import { headerPairs, headerReport } from '../headers.ts';

/** What was sent before lacks the header, and so does what others send who do not know of it yet. */
export const headerRequired: ChangeRule = {
  id: 'HEADER_REQUIRED',
  severity: 'error',
  *check(comparison) {
    for (const pair of headerPairs(comparison)) {
      const { before, after, message } = pair;
      if (after?.required !== true || before?.required === true) continue;
      const report = headerReport(comparison, pair, 'receive');
      if (report === undefined) continue;
      yield {
        ...report,
        message: `The header '${after.name}' of '${message.after.name}' is required now; what was sent before has none.`,
        position: after.position,
        help: 'Leave it optional, and let readers do without it.',
      };
    }
  },
};
