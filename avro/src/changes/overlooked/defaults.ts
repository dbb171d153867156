import { textOf } from '../diff-attributes.ts';
import { child, type FieldMatch } from '../match-schemas.ts';
import type { LocatedOverlooked } from '../overlooked-change.ts';

/** Data that lack the field turn into other data. */
export function changedDefault({ subject, previous, next }: FieldMatch): readonly LocatedOverlooked[] {
  const [old, now] = [previous?.value.default, next?.value.default];
  if (previous === undefined || next === undefined || old === undefined || now === undefined) return [];
  const [from, to] = [textOf(old.value), textOf(now.value)];
  if (from === to) return [];
  return [
    {
      kind: 'default-changed',
      subject,
      previous: child(previous, 'default'),
      next: child(next, 'default'),
      message: `Data without ${subject} were read with ${from}, and are now read with ${to}.`,
      help: `Keep the default ${from}, and let producers write ${to} where it is meant.`,
    },
  ];
}
