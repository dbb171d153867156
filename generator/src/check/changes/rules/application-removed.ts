import { affectedBy } from '../affected.ts';
import type { ChangeRule } from '../change-rule.ts';
import { placeOfRemoved } from '../place-of-removed.ts';

/** An application is gone, and with it all that it sent and received. */
export const applicationRemoved: ChangeRule = {
  id: 'APPLICATION_REMOVED',
  severity: 'error',
  *check(comparison) {
    const kept = new Set(comparison.next.applications.map(({ name }) => name));
    for (const application of comparison.base.applications) {
      if (kept.has(application.name)) continue;
      const others = application.operations.flatMap(({ action, channel, messages }) =>
        affectedBy(comparison, {
          action: action === 'send' ? 'receive' : 'send',
          address: channel.address,
          messages: messages.map(({ name }) => name),
        }),
      );
      const affected = others.filter((one) => one.application !== application.name);
      yield {
        subject: application.name,
        message: `The application ${application.name} was removed.`,
        position: placeOfRemoved(comparison, application.position, affected),
        affected,
        madeBy: [],
        help: 'Let its readers stop first, and hand over what it received. If its document was only renamed, keep the old name: the consumer group and the generated client are named after it.',
      };
    }
  },
};
