import type { Rule } from '../rule.ts';
import { operationChannels } from './operation-channel-unknown.ts';

/** A `$ref` must lead to something. */
export const referenceUnknown: Rule = {
  id: 'REFERENCE_UNKNOWN',
  severity: 'error',
  *check({ document }) {
    const claimed = operationChannels(document);
    for (const [node, reference] of document.references) {
      if (reference.kind === 'resolved' || reference.problem === undefined || claimed.has(node)) continue;
      const { message, position, help } = reference.problem;
      yield { message: `${message}.`, position, related: [], help };
    }
  },
};
