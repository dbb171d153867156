import type { Field } from '../model.ts';
import { changeOf, diffAttributes, textOf } from './diff-attributes.ts';
import { child, type FieldMatch, type Placed } from './match-schemas.ts';
import type { LocatedChange } from './schema-change.ts';
import { typeText } from './type-text.ts';

/** What differs in a field itself, not in its type. */
export function diffField(match: FieldMatch): readonly LocatedChange[] {
  const { previous, next } = match;
  if (next === undefined) return removedField(match);
  if (previous === undefined) return addedField(match);
  const { subject } = match;
  const isRenamed = previous.value.name !== next.value.name;
  const attributes = diffAttributes({ subject, previous, next }).filter(
    // The alias that makes it a renamed field is told of with it.
    ({ kind }) => !(isRenamed && kind === 'aliases-changed' && isNewAliasOnly(previous.value, next.value)),
  );
  return [
    ...(isRenamed ? [renamedField(match, previous, next)] : []),
    ...diffDefault(subject, previous, next),
    ...changeOf(
      { subject, previous, next },
      { kind: 'sort-order-changed', attribute: 'order', from: previous.value.order, to: next.value.order },
    ),
    ...attributes,
  ];
}

function isNewAliasOnly(previous: Field, next: Field): boolean {
  return [...previous.aliases, previous.name].sort().join() === [...next.aliases].sort().join();
}

function addedField({ subject, next, records }: FieldMatch): readonly LocatedChange[] {
  if (next === undefined) return [];
  const { type, default: written } = next.value;
  const given = written === undefined ? 'without a default' : `with the default ${textOf(written.value)}`;
  return [
    {
      kind: 'field-added',
      subject,
      previous: child(records.previous, 'fields'),
      next: next.location,
      to: typeText(type),
      message: `${subject}, ${typeText(type)}, was added ${given}.`,
    },
  ];
}

function removedField({ subject, previous, records }: FieldMatch): readonly LocatedChange[] {
  if (previous === undefined) return [];
  const from = typeText(previous.value.type);
  return [
    {
      kind: 'field-removed',
      subject,
      previous: previous.location,
      next: child(records.next, 'fields'),
      from,
      message: `${subject}, ${from}, was removed.`,
    },
  ];
}

function renamedField({ subject }: FieldMatch, previous: Placed<Field>, next: Placed<Field>): LocatedChange {
  const [from, to] = [previous.value.name, next.value.name];
  return {
    kind: 'field-renamed',
    subject,
    previous: child(previous, 'name'),
    next: child(next, 'name'),
    from,
    to,
    message: `${subject} was called "${from}"; its alias keeps old data readable.`,
  };
}

function diffDefault(subject: string, previous: Placed<Field>, next: Placed<Field>): readonly LocatedChange[] {
  const [from, to] = [previous.value.default, next.value.default];
  const places = { subject, previous: child(previous, 'default'), next: child(next, 'default') };
  if (from === undefined && to === undefined) return [];
  if (from === undefined) {
    const message = `The default ${textOf(to?.value)} of ${subject} was added.`;
    return to === undefined ? [] : [{ kind: 'default-added', ...places, to: to.value, message }];
  }
  if (to === undefined) {
    const message = `The default ${textOf(from.value)} of ${subject} was removed.`;
    return [{ kind: 'default-removed', ...places, from: from.value, message }];
  }
  if (textOf(from.value) === textOf(to.value)) return [];
  const message = `The default of ${subject} was changed from ${textOf(from.value)} to ${textOf(to.value)}.`;
  return [{ kind: 'default-changed', ...places, from: from.value, to: to.value, message }];
}
