import { replyAddressLocation, replyProblem } from '../../model/usable-reply.ts';
import type { Rule } from '../rule.ts';

/** A reply that says too little, or more than the runtime does: its operation sends or receives and no more. */
export const replyUnusable: Rule = {
  id: 'REPLY_UNUSABLE',
  severity: 'warning',
  *check({ model }) {
    for (const { name, operations } of model.applications) {
      for (const { id, reply } of operations) {
        const problem = reply && replyProblem(reply);
        if (reply === undefined || problem === undefined) continue;
        yield {
          message: `The reply of '${id}' in ${name} ${problem}: it is generated as a message without a reply.`,
          position: reply.position,
          related: [],
          help: `Say the channel of the reply, one without parameters, and its messages. An address is at ${replyAddressLocation}, or left out.`,
        };
      }
    }
  },
};
