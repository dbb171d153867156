import type { Affected, Finding } from '../model/finding.ts';

/** One difference between two states of the contracts. */
export interface Difference {
  readonly kind: 'added' | 'removed' | 'changed';
  /** Without its sign, such as `partitions: 6 became 12`. */
  readonly text: string;
  /** Whether only people notice: a description, a title, an example, a doc. */
  readonly isText: boolean;
}

export const parts = ['application', 'channel', 'message', 'schema'] as const;

/** All that differs of one part of the contracts. */
export interface DiffSection {
  readonly part: (typeof parts)[number];
  /** Of an application its name, of a channel its address, of a message its name, of a schema its full Avro name. */
  readonly name: string;
  readonly differences: readonly Difference[];
  /** Who sends or receives it. */
  readonly affected: readonly Affected[];
  /** What `eventwright compat` says of it. */
  readonly findings: readonly Finding[];
}

/** Before findings are looked up. */
export type FoundSection = Omit<DiffSection, 'findings'>;

export const added = (text: string): Difference => ({ kind: 'added', text, isText: false });

export const removed = (text: string): Difference => ({ kind: 'removed', text, isText: false });

type Value = string | number | undefined;

/** One difference where two values differ, none where they do not. */
export function changed(what: string, before: Value, after: Value): readonly Difference[] {
  if (before === after) return [];
  if (before === undefined) return [added(`${what}: ${after}`)];
  if (after === undefined) return [removed(`${what}: ${before}`)];
  return [{ kind: 'changed', text: `${what}: ${before} became ${after}`, isText: false }];
}

/** The same of lists, in their order. */
export const changedList = (what: string, before: readonly Value[], after: readonly Value[]): readonly Difference[] =>
  changed(what, listText(before), listText(after));

const listText = (values: readonly Value[]): Value => (values.length === 0 ? undefined : values.join(', '));

/** The same of texts for people: that they differ is enough to know. */
export const changedText = (what: string, before: unknown, after: unknown): readonly Difference[] =>
  JSON.stringify(before) === JSON.stringify(after)
    ? []
    : [{ kind: 'changed', text: `${what} was rewritten`, isText: true }];

/** What two lists have by name: each of the first, then what is new in the second. */
export function byName<T extends { readonly name: string }>(
  before: readonly T[],
  after: readonly T[],
): readonly { readonly name: string; readonly before: T | undefined; readonly after: T | undefined }[] {
  const [old, now] = [before, after].map((list) => new Map(list.map((one) => [one.name, one])));
  const names = [...new Set([...before, ...after].map(({ name }) => name))].sort();
  return names.map((name) => ({ name, before: old?.get(name), after: now?.get(name) }));
}
