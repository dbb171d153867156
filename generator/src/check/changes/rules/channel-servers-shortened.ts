import type { ContractModel } from '../../../model/contract-model.ts';
import { affectedBy, ownersOf } from '../affected.ts';
import type { ChangeRule } from '../change-rule.ts';

/** On the servers that are left out, the topic is there no more. */
export const channelServersShortened: ChangeRule = {
  id: 'CHANNEL_SERVERS_SHORTENED',
  severity: 'error',
  *check(comparison) {
    for (const { before, after } of comparison.channels) {
      if (after.servers.length === 0) continue;
      const places = after.servers.map((name) => placeOf(name, comparison.next));
      const lost = before.servers.filter(
        (name) => !after.servers.includes(name) && !places.includes(placeOf(name, comparison.base)),
      );
      if (before.servers.length > 0 && lost.length === 0) continue;
      const affected = affectedBy(comparison, { address: after.address });
      const instead = before.servers.length === 0 ? 'all servers' : before.servers.join(', ');
      yield {
        subject: after.address,
        message: `${after.address} is on ${after.servers.join(', ')} only instead of ${instead}.`,
        position: after.position,
        affected,
        madeBy: ownersOf(affected),
        help: 'Keep it on every server that somebody uses it on.',
      };
    }
  },
};

/** A server that only got another name is the same server. */
function placeOf(name: string, { applications }: ContractModel): string {
  const server = applications.flatMap(({ servers }) => servers).find((one) => one.name === name);
  return server === undefined ? name : `${server.protocol}://${server.host}`;
}
