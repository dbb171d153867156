import { affectedBy, ownersOf } from '../affected.ts';
import type { ChangeRule } from '../change-rule.ts';

/** On the wire nothing changes; where a channel carries several messages, code tells them apart by that name. */
export const messageRenamed: ChangeRule = {
  id: 'MESSAGE_RENAMED',
  severity: 'warning',
  *check(comparison) {
    for (const { channel, before, after } of comparison.messages) {
      if (before.name === after.name || channel.after.messages.length === 1) continue;
      const { address } = channel.after;
      const affected = affectedBy(comparison, { address, messages: [before.name, after.name] });
      yield {
        subject: `${address}/${before.name}`,
        message: `The message '${before.name}' is called '${after.name}' now; its payload is the same.`,
        position: after.position,
        affected,
        madeBy: ownersOf(affected),
        help: `Handlers and senders in code are named after it. Keep the name '${before.name}', and write a better one as its title.`,
      };
    }
  },
};
