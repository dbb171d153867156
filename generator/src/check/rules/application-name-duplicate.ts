import { kebabCase } from '../../print/identifier.ts';
import type { Rule } from '../rule.ts';

/** Two applications of one name would be one service, one consumer group and one generated client. */
export const applicationNameDuplicate: Rule = {
  id: 'APPLICATION_NAME_DUPLICATE',
  severity: 'error',
  *check({ model }) {
    for (const [name, applications] of Map.groupBy(model.applications, (application) => kebabCase(application.name))) {
      const [first, ...others] = applications;
      for (const other of others) {
        yield {
          message: `There is already an application '${name}'.`,
          position: other.position,
          related: first === undefined ? [] : [{ message: 'the other one', position: first.position }],
          help: 'The name of an application is that of its file; rename one of the two.',
        };
      }
    }
  },
};
