import { affectedBy } from '../affected.ts';
import type { ChangeRule } from '../change-rule.ts';

/** Fewer copies: fewer brokers may fail before events are lost. */
export const replicasLowered: ChangeRule = {
  id: 'REPLICAS_LOWERED',
  severity: 'warning',
  *check(comparison) {
    for (const { before, after } of comparison.channels) {
      if (after.replicas >= before.replicas) continue;
      yield {
        subject: after.address,
        message: `The replicas of ${after.address} are ${after.replicas} instead of ${before.replicas}.`,
        position: after.position,
        affected: affectedBy(comparison, { address: after.address, action: 'send' }),
        madeBy: [],
        help: `Keep ${before.replicas}, or make sure that the events may be lost with their brokers.`,
      };
    }
  },
};
