import { affectedBy, ownersOf } from '../affected.ts';
import type { ChangeRule } from '../change-rule.ts';

/** Partitions are chosen by the key and the number of partitions: with another number, a key's order is lost. */
export const partitionsChanged: ChangeRule = {
  id: 'PARTITIONS_CHANGED',
  severity: 'error',
  *check(comparison) {
    for (const { before, after } of comparison.channels) {
      if (before.partitions === after.partitions) continue;
      const affected = affectedBy(comparison, { address: after.address });
      yield {
        subject: after.address,
        message: `${after.address} has ${after.partitions} partitions instead of ${before.partitions}${after.partitions < before.partitions ? ': Kafka cannot take partitions away' : ': keys move to others, and their order is lost'}.`,
        position: after.position,
        affected,
        madeBy: ownersOf(affected),
        help: `Keep ${before.partitions}. For more, add a channel with the number that you need, send to both, and move the readers when the old one is read to its end.`,
      };
    }
  },
};
