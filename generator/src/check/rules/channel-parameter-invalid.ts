import { locationProblem } from '../../model/parameter-locations.ts';
import type { Rule } from '../rule.ts';

/** The location of a channel's parameter must be a text in every message of the channel. */
export const channelParameterInvalid: Rule = {
  id: 'CHANNEL_PARAMETER_INVALID',
  severity: 'error',
  *check({ model }) {
    for (const { parameters, messages } of model.channels) {
      for (const parameter of parameters) {
        for (const message of messages) {
          const problem = locationProblem(parameter, message);
          if (problem === undefined) continue;
          yield {
            message: `The location ${parameter.location} of the parameter '${parameter.name}' ${problem}.`,
            position: parameter.position,
            related: [{ message: `'${message.name}'`, position: message.position }],
            help: 'Let it lead to a string or an enum that every message of the channel has, or remove it: the sender then gives the parameter.',
          };
        }
      }
    }
  },
};
