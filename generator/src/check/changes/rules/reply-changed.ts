import type { Operation } from '../../../model/contract-model.ts';
import { affected, affectedBy } from '../affected.ts';
import type { ChangeRule } from '../change-rule.ts';

/** Whoever asks waits for the answer where it was, and for the messages that it was. */
export const replyChanged: ChangeRule = {
  id: 'REPLY_CHANGED',
  severity: 'error',
  *check(comparison) {
    for (const { application, before, after } of comparison.operations) {
      if (before.reply === undefined) continue;
      const changes = changesOf(before, after);
      if (changes.length === 0) continue;
      yield {
        subject: `${application.after.name}/${after.id}`,
        message: `The reply of '${after.id}' in ${application.after.name} changed: ${changes.join(', ')}.`,
        position: after.reply?.position ?? after.position,
        affected: [
          affected(application.after, after),
          ...affectedBy(comparison, {
            action: after.action === 'send' ? 'receive' : 'send',
            address: after.channel.address,
            messages: after.messages.map(({ name }) => name),
          }),
        ],
        madeBy: [application.after.name],
        help: 'Keep the reply, and offer the new one as an operation of its own.',
      };
    }
  },
};

function changesOf({ reply: before }: Operation, { action, reply: after }: Operation): readonly string[] {
  if (before === undefined) return [];
  if (after === undefined) return ['there is none any more'];
  const places = [
    ['its address is at', before.location, after.location],
    ['its channel is', before.channel?.address, after.channel?.address],
  ] as const;
  const gone = before.messages.filter(({ name }) => !after.messages.some((message) => message.name === name));
  // Whoever asked before does not know it; one who asks may know more than is answered.
  const added =
    action === 'send'
      ? []
      : after.messages.filter(({ name }) => !before.messages.some((message) => message.name === name));
  return [
    ...places.flatMap(([what, was, is]) => (was === is ? [] : [`${what} ${is ?? 'open'} instead of ${was ?? 'open'}`])),
    ...gone.map(({ name }) => `it is never '${name}' any more`),
    ...added.map(({ name }) => `it may be '${name}' now`),
  ];
}
