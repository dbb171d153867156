import type { Parameter } from '../../../model/contract-model.ts';
import { affectedBy, ownersOf } from '../affected.ts';
import type { ChangeRule } from '../change-rule.ts';

/** Each value is a topic: a value less takes a topic away, a value more is a topic that nobody reads yet. */
export const parameterValuesChanged: ChangeRule = {
  id: 'PARAMETER_VALUES_CHANGED',
  severity: 'error',
  *check(comparison) {
    for (const { before, after } of comparison.channels) {
      for (const parameter of after.parameters) {
        const earlier = before.parameters.find(({ name }) => name === parameter.name);
        const lost = earlier && missing(earlier, parameter);
        const added = earlier && missing(parameter, earlier);
        if (lost === undefined && added === undefined) continue;
        const affected = affectedBy(comparison, { address: after.address });
        yield {
          ...(lost === undefined && { severity: 'warning' }),
          subject: `${after.address}/${parameter.name}`,
          message: `The parameter '${parameter.name}' of ${after.address} ${lost === undefined ? `may be ${added} now` : `may not be ${lost} any more`}.`,
          position: parameter.position,
          affected,
          madeBy: lost === undefined ? [] : ownersOf(affected),
          help:
            lost === undefined
              ? 'Deploy the readers first: what is sent to the new topic before them, they read from its beginning only if their group starts there.'
              : 'Keep the value until its topic is read to the end and nobody sends to it.',
        };
      }
    }
  },
};

/** The values of one that the other does not allow, as text; undefined where there are none. */
function missing({ values }: Parameter, { values: allowed }: Parameter): string | undefined {
  if (allowed === undefined) return undefined;
  if (values === undefined) return 'any other value';
  const others = values.filter((value) => !allowed.includes(value));
  return others.length === 0 ? undefined : others.map((value) => `'${value}'`).join(', ');
}
