import { affectedBy } from '../affected.ts';
import type { ChangeRule } from '../change-rule.ts';
import { lostFlows } from '../lost-flows.ts';

/** Nothing fails at once, but whoever waits for the message waits in vain. */
export const messageNotSent: ChangeRule = {
  id: 'MESSAGE_NOT_SENT',
  severity: 'warning',
  *check(comparison) {
    for (const { application, action, message, operation } of lostFlows(comparison)) {
      if (action !== 'send') continue;
      const { address } = operation.channel;
      yield {
        subject: `${application.name}/${operation.id}/${message.name}`,
        message: `${application.name} does not send '${message.name}' to ${address} any more.`,
        position: operation.position,
        affected: affectedBy(comparison, { action: 'receive', address, messages: [message.name] }),
        madeBy: [application.name],
        help: 'Make sure that no reader waits for it, or mark it by `x-deprecated` for a while before.',
      };
    }
  },
};
