import type { Message } from '../../../model/contract-model.ts';
import { affectedBy, ownersOf } from '../affected.ts';
import type { ChangeRule } from '../change-rule.ts';
import type { Comparison } from '../comparison.ts';

/** Readers choose the decoder by the content type. One that a message inherits from its document counts as well. */
export const contentTypeChanged: ChangeRule = {
  id: 'CONTENT_TYPE_CHANGED',
  severity: 'error',
  *check(comparison) {
    for (const { channel, before, after } of comparison.messages) {
      const { address } = channel.after;
      const change = changeOf(comparison, address, { before, after });
      if (change === undefined) continue;
      const affected = affectedBy(comparison, { address, messages: [before.name, after.name] });
      yield {
        subject: `${address}/${after.name}`,
        message: `The content type of '${after.name}' changed from ${change.before} to ${change.after}.`,
        position: after.position,
        affected,
        madeBy: ownersOf(affected),
        help: 'Add a message of the new content type beside this one, on a channel of its own.',
      };
    }
  },
};

/** As seen by the first application that has both the message before and after. */
function changeOf(
  { applications }: Comparison,
  address: string,
  pair: { readonly before: Message; readonly after: Message },
): { readonly before: string; readonly after: string } | undefined {
  for (const application of applications) {
    const uses = application.after.operations.some(({ channel }) => channel.address === address);
    const before = pair.before.wire.contentType ?? application.before.defaultContentType;
    const after = pair.after.wire.contentType ?? application.after.defaultContentType;
    if (!uses || before === undefined || before === after) continue;
    return { before, after: after ?? 'none' };
  }
  return undefined;
}
