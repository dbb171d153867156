import { affected, affectedBy } from '../affected.ts';
import type { ChangeRule } from '../change-rule.ts';
import { goneOperations } from '../gone-operations.ts';

/** An operation turned round, or went to another channel: what it did is done no more. */
export const operationChanged: ChangeRule = {
  id: 'OPERATION_CHANGED',
  severity: 'error',
  *check(comparison) {
    for (const { application, operation, successor } of goneOperations(comparison)) {
      if (successor === undefined) continue;
      const did = `${operation.action} ${operation.channel.address}`;
      const does = `${successor.action} ${successor.channel.address}`;
      yield {
        subject: `${application.name}/${operation.id}`,
        message: `The operation '${operation.id}' of ${application.name} changed from '${did}' to '${does}'.`,
        position: successor.position,
        affected: [
          affected(application, { ...operation, position: successor.position }),
          ...affectedBy(comparison, {
            action: operation.action === 'send' ? 'receive' : 'send',
            address: operation.channel.address,
            messages: operation.messages.map(({ name }) => name),
          }),
        ],
        madeBy: [application.name],
        help: 'Add an operation for the new way, and remove the old one when nobody counts on it any more.',
      };
    }
  },
};
