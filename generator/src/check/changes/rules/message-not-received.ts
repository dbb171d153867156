import { affected, affectedBy } from '../affected.ts';
import type { ChangeRule } from '../change-rule.ts';
import { lostFlows } from '../lost-flows.ts';

/** Somebody goes on sending what nobody handles any more. */
export const messageNotReceived: ChangeRule = {
  id: 'MESSAGE_NOT_RECEIVED',
  severity: 'error',
  *check(comparison) {
    for (const { application, action, message, operation } of lostFlows(comparison)) {
      if (action !== 'receive') continue;
      const { address } = operation.channel;
      yield {
        subject: `${application.name}/${operation.id}/${message.name}`,
        message: `${application.name} does not receive '${message.name}' from ${address} any more.`,
        position: operation.position,
        affected: [
          affected(application, operation),
          ...affectedBy(comparison, { action: 'send', address, messages: [message.name] }),
        ],
        madeBy: [application.name],
        help: 'Stop sending it first; or keep handling it, if only to note that it is ignored.',
      };
    }
  },
};
