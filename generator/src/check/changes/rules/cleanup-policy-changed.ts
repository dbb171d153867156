import type { Channel } from '../../../model/contract-model.ts';
import { affectedBy, ownersOf } from '../affected.ts';
import type { ChangeRule } from '../change-rule.ts';

/** Between deletion by age and compaction by key lies what readers may count on: the history, or the last state. */
export const cleanupPolicyChanged: ChangeRule = {
  id: 'CLEANUP_POLICY_CHANGED',
  severity: 'error',
  *check(comparison) {
    for (const { before, after } of comparison.channels) {
      const [was, is] = [policies(before), policies(after)];
      if (was.join() === is.join()) continue;
      const affected = affectedBy(comparison, { address: after.address, action: 'receive' });
      yield {
        // With both policies, what the topic promised before is still kept for a while.
        severity: was.some((policy) => is.includes(policy)) ? 'warning' : 'error',
        subject: `${after.address}/cleanup.policy`,
        message: `The cleanup policy of ${after.address} changed from '${was.join(', ')}' to '${is.join(', ')}'.`,
        position: after.position,
        affected,
        madeBy: ownersOf(affectedBy(comparison, { address: after.address })),
        help: 'Add a channel with the other policy beside this one, and fill it from here.',
      };
    }
  },
};

const policies = ({ config }: Channel): readonly string[] =>
  (config['cleanup.policy'] ?? 'delete')
    .split(',')
    .map((policy) => policy.trim())
    .sort();
