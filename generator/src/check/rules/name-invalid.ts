import { kebabCase } from '../../print/identifier.ts';
import type { Rule } from '../rule.ts';

/** Modules of generated code that stand beside those of the applications. */
const taken: readonly string[] = ['registrations', 'testing', 'topics'];

/** Applications and messages become modules, types and methods, so their names need words to make them of. */
export const nameInvalid: Rule = {
  id: 'NAME_INVALID',
  severity: 'error',
  *check({ model }) {
    for (const { name, position } of [...model.applications, ...model.messages]) {
      if (kebabCase(name) !== '') continue;
      yield { message: `The name '${name}' has no letter.`, position, related: [], help: 'Give it a name of words.' };
    }
    for (const { name, position } of model.applications) {
      if (!taken.includes(kebabCase(name))) continue;
      yield {
        message: `An application cannot be named '${name}': generated code has a module of that name.`,
        position,
        related: [],
        help: 'The name of an application is that of its file; rename the file.',
      };
    }
  },
};
