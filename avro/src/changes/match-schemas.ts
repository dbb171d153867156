import { hasNameOf, isPromotion } from '../compatibility/matching.ts';
import { maxDepth } from '../json/json-node.ts';
import type { Field, RecordSchema, Schema } from '../model.ts';

/** A part of one of the two schemas, by its JSON pointer from the root. */
export interface Placed<T> {
  readonly value: T;
  readonly location: string;
}

/** Parts of a previous and a next schema that are the same one for people, or a part that only one of them has. */
export type Match = TypeMatch | FieldMatch | BranchMatch;

export interface TypeMatch {
  readonly part: 'type';
  /** What it is about by names: `shop.Order`, `shop.Order.lines[]`. */
  readonly subject: string;
  readonly previous: Placed<Schema>;
  readonly next: Placed<Schema>;
}

/** At least one of the two fields is there. */
export interface FieldMatch {
  readonly part: 'field';
  readonly subject: string;
  readonly previous: Placed<Field> | undefined;
  readonly next: Placed<Field> | undefined;
  /** The records that hold it, or should. */
  readonly records: { readonly previous: Placed<RecordSchema>; readonly next: Placed<RecordSchema> };
}

/** A branch of a union that the other one lacks. */
export interface BranchMatch {
  readonly part: 'branch';
  readonly subject: string;
  readonly previous: Placed<Schema> | undefined;
  readonly next: Placed<Schema> | undefined;
  /** What holds it, or should. */
  readonly types: { readonly previous: Placed<Schema>; readonly next: Placed<Schema> };
}

/**
 * What corresponds to what, in the order of the next schema's text, what was removed after what holds its like. Fields
 * and named types correspond by name, or by an alias of the next schema. Two types that correspond in several places
 * come once, at the first; recursive types of different length are followed as deep as schemas nest.
 */
export function* matchSchemas(previous: Schema, next: Schema): Generator<Match> {
  const seen = new Map<Schema, Set<Schema>>();
  const root: Match = {
    part: 'type',
    subject: 'name' in next ? next.name : 'the schema',
    previous: { value: previous, location: '/' },
    next: { value: next, location: '/' },
  };
  const waiting: { readonly match: Match; readonly depth: number }[] = [{ match: root, depth: 0 }];
  for (let first = waiting.pop(); first !== undefined; first = waiting.pop()) {
    const { match, depth } = first;
    if (depth > maxDepth || (match.part === 'type' && isSeen(match, seen))) continue;
    yield match;
    for (const inner of innerMatches(match).toReversed()) waiting.push({ match: inner, depth: depth + 1 });
  }
}

function isSeen({ previous, next }: TypeMatch, seen: Map<Schema, Set<Schema>>): boolean {
  const known = seen.get(previous.value) ?? new Set();
  seen.set(previous.value, known);
  if (known.has(next.value)) return true;
  known.add(next.value);
  return false;
}

function innerMatches(match: Match): readonly Match[] {
  switch (match.part) {
    case 'type':
      return matchInside(match);
    case 'field':
      return match.previous && match.next
        ? [
            {
              part: 'type',
              subject: match.subject,
              previous: { value: match.previous.value.type, location: child(match.previous, 'type') },
              next: { value: match.next.value.type, location: child(match.next, 'type') },
            },
          ]
        : [];
    case 'branch':
      return [];
  }
}

export function child({ location }: Placed<unknown>, token: string | number): string {
  return location === '/' ? `/${token}` : `${location}/${token}`;
}

function matchInside({ subject, previous, next }: TypeMatch): readonly Match[] {
  const [old, now] = [previous.value, next.value];
  if (old.kind === 'union' || now.kind === 'union') return matchBranches({ part: 'type', subject, previous, next });
  if (old.kind === 'record' && now.kind === 'record') {
    return matchFields({ value: old, location: previous.location }, { value: now, location: next.location });
  }
  if (old.kind === 'array' && now.kind === 'array') {
    const inner = { previous: placed(old.items, previous, 'items'), next: placed(now.items, next, 'items') };
    return [{ part: 'type', subject: `${subject}[]`, ...inner }];
  }
  if (old.kind === 'map' && now.kind === 'map') {
    const inner = { previous: placed(old.values, previous, 'values'), next: placed(now.values, next, 'values') };
    return [{ part: 'type', subject: `${subject}{}`, ...inner }];
  }
  return [];
}

const placed = <T>(value: T, holder: Placed<unknown>, token: string | number): Placed<T> => ({
  value,
  location: child(holder, token),
});

function matchFields(previous: Placed<RecordSchema>, next: Placed<RecordSchema>): readonly FieldMatch[] {
  const records = { previous, next };
  const old = fieldsOf(previous);
  const now = fieldsOf(next);
  const names = new Set(now.map(({ value }) => value.name));
  const byName = new Map(old.map((field) => [field.value.name, field]));
  const left = new Set(old);
  const kept = now.map((field): FieldMatch => {
    const { name, aliases } = field.value;
    // A name that is still in use is nobody's old name.
    const wasNamed = (candidate: Placed<Field>): boolean =>
      aliases.includes(candidate.value.name) && !names.has(candidate.value.name);
    const match = byName.get(name) ?? (aliases.length === 0 ? undefined : [...left].find(wasNamed));
    if (match !== undefined) left.delete(match);
    return { part: 'field', subject: `${next.value.name}.${name}`, previous: match, next: field, records };
  });
  const removed = [...left].map(
    (field): FieldMatch => ({
      part: 'field',
      subject: `${next.value.name}.${field.value.name}`,
      previous: field,
      next: undefined,
      records,
    }),
  );
  return [...kept, ...removed];
}

function fieldsOf(record: Placed<RecordSchema>): readonly Placed<Field>[] {
  const fields = { location: child(record, 'fields') };
  return record.value.fields.map((value, index) => ({ value, location: child({ value, ...fields }, index) }));
}

function matchBranches({ subject, previous, next }: TypeMatch): readonly Match[] {
  const { partners, now, left } = branchPartners(previous, next);
  if (partners.size === 0 && (previous.value.kind !== 'union' || next.value.kind !== 'union')) return [];
  const types = { previous, next };
  const kept = now.map((branch): Match => {
    const partner = partners.get(branch);
    if (partner !== undefined) return { part: 'type', subject, previous: partner, next: branch };
    return { part: 'branch', subject, previous: undefined, next: branch, types };
  });
  const removed = left.map((branch): Match => ({ part: 'branch', subject, previous: branch, next: undefined, types }));
  return [...kept, ...removed];
}

interface BranchPartners {
  readonly now: readonly Placed<Schema>[];
  /** By the branch of the next schema. */
  readonly partners: ReadonlyMap<Placed<Schema>, Placed<Schema>>;
  /** Branches of the previous schema without partner. */
  readonly left: readonly Placed<Schema>[];
}

/** Which branches correspond; a type that is no union does as a union of one. */
export function branchPartners(previous: Placed<Schema>, next: Placed<Schema>): BranchPartners {
  const now = branchesOf(next);
  const left = new Set(branchesOf(previous));
  const partners = new Map<Placed<Schema>, Placed<Schema>>();
  // First all that are equal by name, so that none of them is taken by one that is only similar.
  for (const isLike of [isSameBranch, isSimilarBranch]) {
    for (const branch of now) {
      const partner = partners.has(branch) ? undefined : [...left].find((one) => isLike(one.value, branch.value));
      if (partner === undefined) continue;
      partners.set(branch, partner);
      left.delete(partner);
    }
  }
  return { now, partners, left: [...left] };
}

function branchesOf(schema: Placed<Schema>): readonly Placed<Schema>[] {
  const { value } = schema;
  return value.kind === 'union' ? value.branches.map((branch, index) => placed(branch, schema, index)) : [schema];
}

function isSameBranch(previous: Schema, next: Schema): boolean {
  if (previous.kind === 'primitive' && next.kind === 'primitive') return previous.type === next.type;
  if ('name' in previous && 'name' in next) return previous.kind === next.kind && previous.name === next.name;
  return previous.kind === next.kind;
}

function isSimilarBranch(previous: Schema, next: Schema): boolean {
  if ('name' in previous && 'name' in next) return previous.kind === next.kind && hasNameOf(next, previous);
  return isPromotion(next, previous) || isPromotion(previous, next);
}
