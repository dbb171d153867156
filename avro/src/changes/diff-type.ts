import { namespaceOf, shortNameOf } from '../full-name.ts';
import type { EnumSchema, FixedSchema, NamedSchema, RecordSchema, Schema } from '../model.ts';
import { changeOf, diffAttributes } from './diff-attributes.ts';
import { type BranchMatch, branchPartners, child, type Placed, type TypeMatch } from './match-schemas.ts';
import type { LocatedChange, SchemaChangeKind } from './schema-change.ts';
import { logicalTypeOf, logicalTypeText, typeText } from './type-text.ts';

/** What differs in a type itself, not in the types that it holds. */
export function diffType(match: TypeMatch): readonly LocatedChange[] {
  const { previous, next } = match;
  const [old, now] = [previous.value, next.value];
  if (old.kind === 'union' || now.kind === 'union') return diffUnion(match);
  if (old.kind !== now.kind) return [changed('type-changed', match, { from: typeText(old), to: typeText(now) })];
  const subject = 'name' in now ? now.name : match.subject;
  const pair = { subject, previous, next };
  const known = logicalTypeOf(old) || logicalTypeOf(now) ? ['logicalType', 'precision', 'scale'] : [];
  return [...diffKind(pair), ...diffAttributes(pair, known)];
}

interface TypePair {
  readonly subject: string;
  readonly previous: Placed<Schema>;
  readonly next: Placed<Schema>;
}

function diffKind(pair: TypePair): readonly LocatedChange[] {
  const { previous, next } = pair;
  const [old, now] = [previous.value, next.value];
  if (old.kind === 'primitive' && now.kind === 'primitive') {
    return old.type === now.type
      ? diffLogicalType(pair)
      : [changed('type-changed', pair, { from: typeText(old), to: typeText(now) })];
  }
  if (old.kind === 'record' && now.kind === 'record')
    return [...diffName(pair, old, now), ...diffRecord(pair, old, now)];
  if (old.kind === 'enum' && now.kind === 'enum') return [...diffName(pair, old, now), ...diffEnum(pair, old, now)];
  if (old.kind === 'fixed' && now.kind === 'fixed') return [...diffName(pair, old, now), ...diffFixed(pair, old, now)];
  return [];
}

interface Values {
  readonly from: string;
  readonly to: string;
  /** Of both schemas, where it is more than the type. */
  readonly attribute?: string;
  readonly noun?: string;
}

function changed(
  kind: SchemaChangeKind,
  { subject, previous, next }: TypePair,
  { from, to, attribute, noun = 'type' }: Values,
): LocatedChange {
  return {
    kind,
    subject,
    previous: attribute === undefined ? previous.location : child(previous, attribute),
    next: attribute === undefined ? next.location : child(next, attribute),
    from,
    to,
    message: `The ${noun} of ${subject} was changed from ${from} to ${to}.`,
  };
}

function diffLogicalType(pair: TypePair): readonly LocatedChange[] {
  const [old, now] = [logicalTypeOf(pair.previous.value), logicalTypeOf(pair.next.value)];
  const [from, to] = [old, now].map((one) => (one === undefined ? 'none' : logicalTypeText(one)));
  if (from === undefined || to === undefined || from === to) return [];
  return [changed('logical-type-changed', pair, { from, to, attribute: 'logicalType', noun: 'logical type' })];
}

function diffName(pair: TypePair, previous: NamedSchema, next: NamedSchema): readonly LocatedChange[] {
  const name = { attribute: 'name' };
  if (shortNameOf(previous.name) !== shortNameOf(next.name)) {
    return [changed('name-changed', pair, { ...name, from: previous.name, to: next.name, noun: 'name' })];
  }
  const [from, to] = [namespaceOf(previous.name) || 'none', namespaceOf(next.name) || 'none'];
  return from === to ? [] : [changed('namespace-changed', pair, { ...name, from, to, noun: 'namespace' })];
}

function diffRecord(pair: TypePair, previous: RecordSchema, next: RecordSchema): readonly LocatedChange[] {
  const kindOf = ({ isError }: RecordSchema): string => (isError ? 'error' : 'record');
  const [from, to] = [kindOf(previous), kindOf(next)];
  const kinds = from === to ? [] : [changed('type-changed', pair, { from, to, attribute: 'type' })];
  const [before, after] = commonOrder(
    previous.fields.map(({ name }) => name),
    next.fields.map(({ name }) => name),
  );
  return [...kinds, ...diffOrder('fields-reordered', pair, { before, after, attribute: 'fields' })];
}

function diffEnum(pair: TypePair, previous: EnumSchema, next: EnumSchema): readonly LocatedChange[] {
  const { subject } = pair;
  const [oldList, newList] = [child(pair.previous, 'symbols'), child(pair.next, 'symbols')];
  const added = next.symbols.flatMap((symbol, index): readonly LocatedChange[] => {
    if (previous.symbols.includes(symbol)) return [];
    const places = { previous: oldList, next: `${newList}/${index}` };
    return [
      { kind: 'symbol-added', subject, ...places, to: symbol, message: `${subject} has the new symbol "${symbol}".` },
    ];
  });
  const removed = previous.symbols.flatMap((symbol, index): readonly LocatedChange[] => {
    if (next.symbols.includes(symbol)) return [];
    const places = { previous: `${oldList}/${index}`, next: newList };
    return [
      { kind: 'symbol-removed', subject, ...places, from: symbol, message: `${subject} lost the symbol "${symbol}".` },
    ];
  });
  const [before, after] = commonOrder(previous.symbols, next.symbols);
  return [
    ...added,
    ...removed,
    ...diffOrder('symbols-reordered', pair, { before, after, attribute: 'symbols' }),
    ...changeOf(
      { ...pair, previous: { ...pair.previous, value: previous }, next: { ...pair.next, value: next } },
      { kind: 'enum-default-changed', attribute: 'default', from: previous.default, to: next.default },
    ),
  ];
}

function diffFixed(pair: TypePair, previous: FixedSchema, next: FixedSchema): readonly LocatedChange[] {
  const [from, to] = [`${previous.size} bytes`, `${next.size} bytes`];
  const sizes = from === to ? [] : [changed('size-changed', pair, { from, to, attribute: 'size', noun: 'size' })];
  return [...sizes, ...diffLogicalType(pair)];
}

/** What both lists have, in the order of each. */
function commonOrder(
  previous: readonly string[],
  next: readonly string[],
): readonly [before: readonly string[], after: readonly string[]] {
  const [old, now] = [new Set(previous), new Set(next)];
  return [previous.filter((one) => now.has(one)), next.filter((one) => old.has(one))];
}

interface Orders {
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Where the list is written; a union is its list. */
  readonly attribute?: string;
}

function diffOrder(
  kind: SchemaChangeKind,
  pair: TypePair,
  { before, after, attribute }: Orders,
): readonly LocatedChange[] {
  const [from, to] = [before.join(', '), after.join(', ')];
  const noun = `order of the ${attribute ?? 'branches'}`;
  return from === to
    ? []
    : [changed(kind, pair, { from, to, noun, ...(attribute === undefined ? {} : { attribute }) })];
}

function diffUnion(match: TypeMatch): readonly LocatedChange[] {
  const { previous, next } = match;
  const { now, partners, left } = branchPartners(previous, next);
  const areBothUnions = previous.value.kind === 'union' && next.value.kind === 'union';
  // A union of one type is written with a number in front, so it is not that type.
  const isUnionOfOne = now.length === 1 && left.length === 0;
  if (!areBothUnions && (partners.size === 0 || isUnionOfOne)) {
    return [changed('type-changed', match, { from: typeText(previous.value), to: typeText(next.value) })];
  }
  const kept = now.flatMap((branch) => partners.get(branch) ?? []);
  if (kept.every((one, index) => index === 0 || indexOf(one) > indexOf(kept[index - 1] ?? one))) return [];
  const before = kept.toSorted((a, b) => indexOf(a) - indexOf(b)).map(({ value }) => typeText(value));
  const after = kept.map(({ value }) => typeText(value));
  return diffOrder('branches-reordered', match, { before, after });
}

const indexOf = ({ location }: Placed<Schema>): number => Number(location.slice(location.lastIndexOf('/') + 1)) || 0;

/** A branch that only one of two unions has. */
export function diffBranch({ subject, previous, next, types }: BranchMatch): readonly LocatedChange[] {
  if (next !== undefined) {
    const to = typeText(next.value);
    const message = `A value of ${subject} may now be ${to}.`;
    return [{ kind: 'branch-added', subject, previous: types.previous.location, next: next.location, to, message }];
  }
  if (previous === undefined) return [];
  const from = typeText(previous.value);
  const message = `A value of ${subject} may no longer be ${from}.`;
  return [{ kind: 'branch-removed', subject, previous: previous.location, next: types.next.location, from, message }];
}
