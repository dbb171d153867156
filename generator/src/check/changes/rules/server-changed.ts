import type { Server } from '../../../model/contract-model.ts';
import type { ChangeRule } from '../change-rule.ts';
import { everyOperation, successorOf } from '../servers.ts';

/** Whoever connects as before is refused, or finds nobody. */
export const serverChanged: ChangeRule = {
  id: 'SERVER_CHANGED',
  severity: 'error',
  *check({ applications }) {
    for (const { before, after } of applications) {
      for (const server of before.servers) {
        const successor = successorOf(server, after);
        const changes = successor === undefined ? [] : changesOf(server, successor);
        if (successor === undefined || changes.length === 0) continue;
        yield {
          subject: `${after.name}/${server.name}`,
          message: `The server '${server.name}' of ${after.name} changed: ${changes.join(', ')}.`,
          position: successor.position,
          affected: everyOperation(after),
          madeBy: [after.name],
          help: 'Add the new one beside it under another name, move the clients, and then remove the old one.',
        };
      }
    }
  },
};

/** Less security than before keeps nobody out. */
function changesOf(before: Server, after: Server): readonly string[] {
  const parts = (['host', 'protocol', 'protocolVersion'] as const).flatMap((part) =>
    before[part] === after[part] ? [] : [`${part} is ${after[part] ?? 'open'} instead of ${before[part] ?? 'open'}`],
  );
  const isOpen = after.security.length === 0 || before.security.some((scheme) => after.security.includes(scheme));
  return isOpen ? parts : [...parts, `it asks for ${after.security.join(' or ')}`];
}
