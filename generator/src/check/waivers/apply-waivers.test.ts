import { describe, expect, it } from 'vitest';
import type { Finding } from '../../model/finding.ts';
import type { Waiver } from '../../model/waiver.ts';
import { applyWaivers } from './apply-waivers.ts';

const position = { file: 'asyncapi/orders.yaml', line: 3, column: 1 };
const finding = (subject: string): Finding => ({
  ruleId: 'CHANNEL_REMOVED',
  severity: 'error',
  message: `The channel ${subject} was removed.`,
  position,
  related: [],
  subject,
});
const waiver: Waiver = {
  ruleId: 'CHANNEL_REMOVED',
  subject: 'shop.orders',
  reason: 'nobody reads it',
  owner: 'shop-team',
  expires: '2027-01-31',
  position: { file: 'eventwright.waivers.yaml', line: 2, column: 5 },
};
const rulesOf = ({ findings }: { readonly findings: readonly Finding[] }): readonly string[] =>
  findings.map(({ ruleId, severity, subject = '' }) => `${severity} ${ruleId} ${subject}`.trim());

describe('applyWaivers', () => {
  it('takes out the finding that it names, and no other', () => {
    const judged = applyWaivers([finding('shop.orders'), finding('shop.payments')], [waiver], '2027-01-31');
    expect(rulesOf(judged)).toEqual(['error CHANNEL_REMOVED shop.payments']);
    expect(judged.waived).toEqual([{ finding: finding('shop.orders'), waiver }]);
  });

  it('does not count any more on the day after it expires, and says so', () => {
    const judged = applyWaivers([finding('shop.orders')], [waiver], '2027-02-01');
    expect(rulesOf(judged)).toEqual(['error CHANNEL_REMOVED shop.orders', 'error WAIVER_EXPIRED']);
    expect(judged.waived).toEqual([]);
  });

  it('is a finding itself where nothing needs it, expired or not', () => {
    for (const today of ['2026-01-01', '2028-01-01']) {
      expect(rulesOf(applyWaivers([finding('shop.payments')], [waiver], today))).toEqual([
        'error CHANNEL_REMOVED shop.payments',
        'warning WAIVER_UNUSED',
      ]);
    }
  });
});
