import type { ChangeRule } from '../change-rule.ts';
import { headerPairs, headerReport } from '../headers.ts';

/** Neither side understands what the other means by the header. */
export const headerTypeChanged: ChangeRule = {
  id: 'HEADER_TYPE_CHANGED',
  severity: 'error',
  *check(comparison) {
    for (const pair of headerPairs(comparison)) {
      const { before, after, message } = pair;
      if (before === undefined || after === undefined || before.type === after.type) continue;
      const report = headerReport(comparison, pair, undefined);
      if (report === undefined) continue;
      yield {
        ...report,
        message: `The header '${after.name}' of '${message.after.name}' is ${after.type} instead of ${before.type}.`,
        position: after.position,
        help: 'Add a header of another name with the new type, and remove this one when nobody uses it any more.',
      };
    }
  },
};
