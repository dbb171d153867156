import type { ChangeRule } from '../change-rule.ts';
import { everyOperation, successorOf } from '../servers.ts';

/** Whoever connects there finds nobody. A server that only got another name is the same server. */
export const serverRemoved: ChangeRule = {
  id: 'SERVER_REMOVED',
  severity: 'error',
  *check({ applications }) {
    for (const { before, after } of applications) {
      for (const server of before.servers) {
        if (successorOf(server, after) !== undefined) continue;
        yield {
          subject: `${after.name}/${server.name}`,
          message: `The server '${server.name}' (${server.host}) of ${after.name} was removed.`,
          position: after.position,
          affected: everyOperation(after),
          madeBy: [after.name],
          help: 'Keep it until nobody connects to it any more.',
        };
      }
    }
  },
};
