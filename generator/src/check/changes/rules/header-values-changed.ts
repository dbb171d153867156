import type { Header } from '../../../model/contract-model.ts';
import type { ChangeRule } from '../change-rule.ts';
import { headerPairs, headerReport } from '../headers.ts';

/** Fewer values: readers refuse what others still send. More values: readers meet what they do not know. */
export const headerValuesChanged: ChangeRule = {
  id: 'HEADER_VALUES_CHANGED',
  severity: 'error',
  *check(comparison) {
    for (const pair of headerPairs(comparison)) {
      const { before, after, message } = pair;
      if (before === undefined || after === undefined || before.type !== after.type) continue;
      const [lost, added] = [missing(before, after), missing(after, before)];
      const narrowed = lost === undefined ? undefined : headerReport(comparison, pair, 'receive');
      const widened = added === undefined ? undefined : headerReport(comparison, pair, 'send');
      const report = narrowed ?? widened;
      if (report === undefined) continue;
      const what = narrowed === undefined ? `may be ${added} now` : `may not be ${lost} any more`;
      yield {
        ...report,
        message: `The header '${after.name}' of '${message.after.name}' ${what}.`,
        position: after.position,
        help:
          narrowed === undefined
            ? 'Let the readers accept the new values first.'
            : 'Keep the values until nobody sends them any more.',
      };
    }
  },
};

/** The values of one header that the other does not allow, as text; undefined where there are none. */
function missing({ values }: Header, { values: allowed }: Header): string | undefined {
  if (allowed.length === 0) return undefined;
  if (values.length === 0) return 'any other value';
  const others = values.filter((value) => !allowed.includes(value));
  return others.length === 0 ? undefined : others.map((value) => `'${value}'`).join(', ');
}
