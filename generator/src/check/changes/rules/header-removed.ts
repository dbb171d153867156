import type { ChangeRule } from '../change-rule.ts';
import { headerPairs, headerReport } from '../headers.ts';

/** Readers that use the header miss it. Where the contracts name readers only, they have stopped on their own accord. */
export const headerRemoved: ChangeRule = {
  id: 'HEADER_REMOVED',
  severity: 'error',
  *check(comparison) {
    for (const pair of headerPairs(comparison)) {
      const { before, after, message } = pair;
      if (before === undefined || after !== undefined) continue;
      const sent = headerReport(comparison, pair, 'send');
      const report = sent ?? headerReport(comparison, pair, 'receive');
      if (report === undefined) continue;
      yield {
        ...report,
        ...(sent === undefined && { severity: 'warning' }),
        message: `The header '${before.name}' of '${message.after.name}' was removed.`,
        position: message.after.position,
        help: 'Keep it until no reader uses it any more.',
      };
    }
  },
};
