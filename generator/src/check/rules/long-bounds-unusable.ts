import { unusableBounds } from '../../model/long-bounds.ts';
import type { Rule } from '../rule.ts';

/** Whoever bounds a `long` wants a `number`, and would not notice that it stays a `bigint` before the code is written. */
export const longBoundsUnusable: Rule = {
  id: 'LONG_BOUNDS_UNUSABLE',
  severity: 'warning',
  *check({ model }) {
    for (const file of model.schemas) {
      for (const { message, position } of unusableBounds(file)) {
        yield {
          message,
          position,
          related: [],
          help: 'Write both, whole and within ±9007199254740991, into the type: { "type": "long", "minimum": 0, "maximum": 1000000 }.',
        };
      }
    }
  },
};
