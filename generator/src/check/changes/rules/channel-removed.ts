import { affectedBy, ownersOf } from '../affected.ts';
import type { ChangeRule } from '../change-rule.ts';
import { movedChannel } from '../moved-channel.ts';
import { placeOfRemoved } from '../place-of-removed.ts';

/** Whoever sends to the topic or reads it is cut off. A channel under a new address is another rule's. */
export const channelRemoved: ChangeRule = {
  id: 'CHANNEL_REMOVED',
  severity: 'error',
  *check(comparison) {
    const kept = new Set(comparison.next.channels.map(({ address }) => address));
    for (const channel of comparison.base.channels) {
      const { address } = channel;
      if (kept.has(address) || movedChannel(comparison, channel) !== undefined) continue;
      const affected = affectedBy(comparison, { address });
      yield {
        subject: address,
        message: `The channel ${address} was removed.`,
        position: placeOfRemoved(comparison, channel.position, affected),
        affected,
        madeBy: ownersOf(affected),
        help: 'Keep the channel, mark it by `x-deprecated`, and remove it when nobody sends to it or reads it any more.',
      };
    }
  },
};
