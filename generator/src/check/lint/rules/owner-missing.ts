import type { LintRule } from '../lint-rule.ts';

export const ownerMissing: LintRule = {
  id: 'LINT_OWNER_MISSING',
  severity: 'warning',
  *check({ model }) {
    for (const { name, owner, position } of model.applications) {
      if (owner !== undefined) continue;
      yield {
        subject: name,
        message: `The application ${name} has no owner.`,
        position,
        help: 'Add `x-owner` to `info`: the team to ask.',
      };
    }
    for (const { address, owner, position } of model.channels) {
      if (owner !== undefined) continue;
      yield {
        subject: address,
        message: `The channel ${address} has no owner.`,
        position,
        help: 'Add `x-owner` to the channel: the team that decides what is on it.',
      };
    }
  },
};
