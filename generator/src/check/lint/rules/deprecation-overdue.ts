import type { ContractModel, Message } from '../../../model/contract-model.ts';
import { isDay } from '../../../model/day.ts';
import { deprecatedParts } from '../deprecated-parts.ts';
import type { LintRule } from '../lint-rule.ts';

/** A date that passes without anybody noticing was none. */
export const deprecationOverdue: LintRule = {
  id: 'LINT_DEPRECATION_OVERDUE',
  severity: 'error',
  *check({ model, today }) {
    for (const { subject, position, holders, what, deprecation, message } of deprecatedParts(model)) {
      const { removeAfter } = deprecation;
      if (removeAfter === undefined || !isDay(removeAfter) || today <= removeAfter) continue;
      const readers = message === undefined ? [] : readersOf(message, model);
      const still = readers.length === 0 ? 'is still there' : `is still received by ${readers.join(', ')}`;
      yield {
        subject,
        position,
        ...(holders === undefined ? {} : { holders }),
        message: `${what} was to be gone after ${removeAfter} and ${still}.`,
        help: 'Remove it where no code uses it any more (`eventwright readers` tells), else agree on a new date.',
      };
    }
  },
};

const readersOf = (message: Message, { applications }: ContractModel): readonly string[] =>
  applications
    .filter(({ operations }) =>
      operations.some(({ action, messages }) => action === 'receive' && messages.includes(message)),
    )
    .map(({ name }) => name);
