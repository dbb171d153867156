import { affectedBy, ownersOf } from '../affected.ts';
import type { ChangeRule } from '../change-rule.ts';

/** The subject is named after the payload's full name: under another one the registry's history begins anew. */
export const subjectChanged: ChangeRule = {
  id: 'SUBJECT_CHANGED',
  severity: 'error',
  *check(comparison) {
    for (const { channel, before, after } of comparison.messages) {
      if (before.payload.name === after.payload.name) continue;
      const { address } = channel.after;
      const affected = affectedBy(comparison, { address, messages: [before.name, after.name] });
      yield {
        subject: `${address}/${after.name}`,
        message: `The payload of '${after.name}' is ${after.payload.name} instead of ${before.payload.name}, so it gets a subject of its own, and nothing is checked against what was there.`,
        position: after.payload.schema.position ?? after.position,
        affected,
        madeBy: ownersOf(affected),
        help: `Keep the name and namespace ${before.payload.name}. For another event, add a message beside this one.`,
      };
    }
  },
};
