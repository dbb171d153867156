import { affectedBy, ownersOf } from '../affected.ts';
import type { ChangeRule } from '../change-rule.ts';

/** Whoever waits for an answer looks for it where the id was. */
export const correlationIdChanged: ChangeRule = {
  id: 'CORRELATION_ID_CHANGED',
  severity: 'error',
  *check(comparison) {
    for (const { channel, before, after } of comparison.messages) {
      const [was, is] = [before.wire.correlationId, after.wire.correlationId];
      if (was === undefined || was === is) continue;
      const { address } = channel.after;
      const affected = affectedBy(comparison, { address, messages: [before.name, after.name] });
      yield {
        subject: `${address}/${after.name}`,
        message: `The correlation id of '${after.name}' ${is === undefined ? 'was removed' : `moved to ${is}`}; it was at ${was}.`,
        position: after.position,
        affected,
        madeBy: ownersOf(affected),
        help: 'Keep it where it was; send it in both places if it has to move.',
      };
    }
  },
};
