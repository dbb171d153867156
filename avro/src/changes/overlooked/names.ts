import { namespaceOf, shortNameOf } from '../../full-name.ts';
import { child, type FieldMatch, type Placed, type TypeMatch } from '../match-schemas.ts';
import type { LocatedOverlooked } from '../overlooked-change.ts';

/** Avro Java's checker matches types by their short names; other implementations want the full one, or an alias. */
export function changedNamespace({ previous, next }: TypeMatch): readonly LocatedOverlooked[] {
  const [old, now] = [previous.value, next.value];
  if (!('name' in old && 'name' in now) || old.kind !== now.kind) return [];
  if (shortNameOf(old.name) !== shortNameOf(now.name) || namespaceOf(old.name) === namespaceOf(now.name)) return [];
  if (now.aliases.includes(old.name)) return [];
  return [
    {
      kind: 'namespace-changed',
      subject: now.name,
      previous: child(previous, 'name'),
      next: child(next, 'name'),
      message: `${old.name} is called ${now.name} now: Avro's rule compares short names, but avsc and others refuse what was written before.`,
      help: `Keep the namespace, or add "aliases": ["${old.name}"] to the type.`,
    },
  ];
}

/** An alias that is gone takes with it what was written before the name changed. */
export function removedTypeAliases({ previous, next }: TypeMatch): readonly LocatedOverlooked[] {
  const [old, now] = [previous.value, next.value];
  if (!('name' in old && 'name' in now)) return [];
  return removedAliases(now.name, { ...previous, value: old }, { ...next, value: now });
}

/** The same for a field. */
export function removedFieldAliases({ subject, previous, next }: FieldMatch): readonly LocatedOverlooked[] {
  return previous === undefined || next === undefined ? [] : removedAliases(subject, previous, next);
}

interface Named {
  readonly name: string;
  readonly aliases: readonly string[];
}

function removedAliases(subject: string, previous: Placed<Named>, next: Placed<Named>): readonly LocatedOverlooked[] {
  const kept = new Set([next.value.name, ...next.value.aliases]);
  const removed = new Set(previous.value.aliases.filter((alias) => !kept.has(alias)));
  return [...removed].map((alias) => ({
    kind: 'alias-removed',
    subject,
    previous: child(previous, 'aliases'),
    next: child(next, 'name'),
    message: `${subject} gave up the alias "${alias}": what was written under that name cannot be read any more.`,
    help: `Keep "${alias}" among the aliases for as long as such data are kept.`,
  }));
}
