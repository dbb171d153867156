import type { CompatibilityLevel } from '@eventwright/avro';
import { affectedBy } from '../affected.ts';
import type { ChangeRule } from '../change-rule.ts';

/** From now on more may break. */
export const compatibilityLowered: ChangeRule = {
  id: 'COMPATIBILITY_LOWERED',
  severity: 'warning',
  *check(comparison) {
    for (const { before, after } of comparison.channels) {
      if (includes(after.compatibility, before.compatibility)) continue;
      yield {
        subject: after.address,
        message: `The compatibility of ${after.address} is ${after.compatibility} instead of ${before.compatibility}: changes that were refused are let through.`,
        position: after.position,
        affected: affectedBy(comparison, { address: after.address }),
        madeBy: [],
        help: `Keep ${before.compatibility}, and waive the one change that needs it.`,
      };
    }
  },
};

/** Whether whatever the lower level refuses is refused by the higher one too. */
function includes(higher: CompatibilityLevel, lower: CompatibilityLevel): boolean {
  const promises = (level: CompatibilityLevel): readonly string[] => {
    const directions = level.startsWith('FULL') ? ['BACKWARD', 'FORWARD'] : [level.replace('_TRANSITIVE', '')];
    if (level === 'NONE') return [];
    return directions.flatMap((direction) =>
      level.endsWith('_TRANSITIVE') ? [direction, `${direction}_TRANSITIVE`] : [direction],
    );
  };
  return promises(lower).every((promise) => promises(higher).includes(promise));
}
