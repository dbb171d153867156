import type { ChangeRule } from '../change-rule.ts';
import { headerPairs, headerReport } from '../headers.ts';

/** Readers that count on the header may meet a message without it. */
export const headerOptional: ChangeRule = {
  id: 'HEADER_OPTIONAL',
  severity: 'error',
  *check(comparison) {
    for (const pair of headerPairs(comparison)) {
      const { before, after, message } = pair;
      if (before?.required !== true || after === undefined || after.required) continue;
      const report = headerReport(comparison, pair, 'send');
      if (report === undefined) continue;
      yield {
        ...report,
        message: `The header '${after.name}' of '${message.after.name}' is not required any more; its readers count on it.`,
        position: after.position,
        help: 'Keep it required until every reader does without it.',
      };
    }
  },
};
