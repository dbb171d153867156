import { affectedBy, ownersOf } from '../affected.ts';
import type { ChangeRule } from '../change-rule.ts';
import { movedChannel } from '../moved-channel.ts';

/** A new address is a new topic: what is on the old one stays there, and so does everybody who is not deployed anew. */
export const channelAddressChanged: ChangeRule = {
  id: 'CHANNEL_ADDRESS_CHANGED',
  severity: 'error',
  *check(comparison) {
    for (const channel of comparison.base.channels) {
      const moved = movedChannel(comparison, channel);
      if (moved === undefined) continue;
      const affected = affectedBy(comparison, { address: channel.address });
      yield {
        subject: channel.address,
        message: `The address of the channel changed from ${channel.address} to ${moved.address}.`,
        position: moved.position,
        affected,
        madeBy: ownersOf(affected),
        help: `Add ${moved.address} as a channel beside ${channel.address}, send to both, move the readers, and then remove the old one.`,
      };
    }
  },
};
