import { affectedBy } from '../affected.ts';
import type { ChangeRule } from '../change-rule.ts';
import { handles } from '../lost-flows.ts';

/** Readers that were there before meet a message that they do not know. */
export const messageAdded: ChangeRule = {
  id: 'MESSAGE_ADDED',
  severity: 'warning',
  *check(comparison) {
    const paired = new Set(comparison.messages.map(({ after }) => after));
    for (const { before, after } of comparison.channels) {
      const readers = affectedBy(comparison, { action: 'receive', address: after.address, messages: namesOf(before) });
      for (const message of after.messages) {
        if (paired.has(message) || before.messages.length === 0) continue;
        const surprised = readers.filter(({ application: name }) => {
          const application = comparison.next.applications.find((one) => one.name === name);
          const operation = application?.operations.find(({ channel }) => channel.address === after.address);
          return application === undefined || operation === undefined || !handles(application, operation, message.name);
        });
        if (surprised.length === 0) continue;
        yield {
          subject: `${after.address}/${message.name}`,
          message: `'${message.name}' now travels on ${after.address}, where readers do not know it.`,
          position: message.position,
          affected: surprised,
          madeBy: [],
          help: 'Generated clients pass over what they do not handle. Make sure that every other reader does, or give the message a topic of its own.',
        };
      }
    }
  },
};

const namesOf = ({ messages }: { readonly messages: readonly { readonly name: string }[] }): readonly string[] =>
  messages.map(({ name }) => name);
