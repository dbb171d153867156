import { affected, affectedBy } from '../affected.ts';
import type { ChangeRule } from '../change-rule.ts';
import { goneOperations } from '../gone-operations.ts';

/** An application sends or receives something no more. */
export const operationRemoved: ChangeRule = {
  id: 'OPERATION_REMOVED',
  severity: 'error',
  *check(comparison) {
    for (const { application, operation, successor } of goneOperations(comparison)) {
      if (successor !== undefined) continue;
      const { action, channel, messages } = operation;
      const others = affectedBy(comparison, {
        action: action === 'send' ? 'receive' : 'send',
        address: channel.address,
        messages: messages.map(({ name }) => name),
      });
      yield {
        subject: `${application.name}/${operation.id}`,
        message: `${application.name} ${action === 'send' ? 'sends nothing to' : 'receives nothing from'} ${channel.address} any more: the operation '${operation.id}' was removed.`,
        position: application.position,
        affected: [affected(application, { ...operation, position: application.position }), ...others],
        madeBy: [application.name],
        help:
          action === 'send'
            ? 'Keep it until nobody reads what it sent.'
            : 'Keep it until nobody sends what it received, or let another application take the messages over first.',
      };
    }
  },
};
