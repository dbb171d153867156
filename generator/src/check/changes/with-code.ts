import type { CodeUse, UsesOfField } from '../../model/code-use.ts';
import type { Affected } from '../../model/finding.ts';
import type { Change } from './check-changes.ts';

/** Adds to what a change of a field hits the places in code that use the field. */
export function withCode(changes: readonly Change[], usesOf: UsesOfField): readonly Change[] {
  return changes.map((change) => {
    const { finding, fields } = change;
    const uses = fields.flatMap(usesOf).filter(({ isTest }) => !isTest);
    if (uses.length === 0) return change;
    return { ...change, finding: { ...finding, affected: affectedWith(finding.affected ?? [], uses) } };
  });
}

/** Code that makes no client is hit as well: its package stands for it. */
export function affectedWith(affected: readonly Affected[], uses: readonly CodeUse[]): readonly Affected[] {
  const strangers = Map.groupBy(
    uses.filter(({ applications }) => applications.length === 0),
    ({ service }) => service,
  );
  return [
    ...affected.map((one, index) => {
      // An application that sends and receives has its code told once.
      const isFirst = affected.findIndex(({ application }) => application === one.application) === index;
      return {
        ...one,
        code: isFirst ? placesOf(uses.filter((use) => use.applications.includes(one.application))) : [],
      };
    }),
    ...[...strangers].flatMap(([service, own]): readonly Affected[] => {
      const [first] = own;
      if (first === undefined) return [];
      const { position } = first.place;
      return [{ application: service, owner: undefined, action: 'receive', position, code: placesOf(own) }];
    }),
  ];
}

const placesOf = (uses: readonly CodeUse[]): Affected['code'] => uses.map(({ place }) => place);
