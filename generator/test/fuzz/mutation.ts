import fc from 'fast-check';
import { type ContractTexts, estates } from './contract-files.ts';
import { mutateText, type TextEdit, textEdits } from './mutate-text.ts';
import { hostileValue, mutateTree, type TreeEdit, treeEdits } from './mutate-tree.ts';

/** One change of one file. Numbers are taken modulo what there is, so that every mutation fits every text. */
export interface Mutation {
  readonly file: number;
  readonly edit: TextEdit | TreeEdit;
  /** Where. */
  readonly at: number;
  /** Where else, how much, from where. */
  readonly other: number;
  /** Index of a hostile value. */
  readonly value: number;
}

const index = fc.nat({ max: 100_000 });

/** Trees are edited more often: what they give gets past the parsers. */
export const mutation: fc.Arbitrary<Mutation> = fc.record({
  file: index,
  edit: fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...textEdits) },
    { weight: 2, arbitrary: fc.constantFrom(...treeEdits) },
  ),
  at: index,
  other: index,
  value: fc.nat({ max: hostileValue.count - 1 }),
});

/** Contracts that somebody has been at. */
export interface MutatedEstate {
  /** Index in the list of estates. */
  readonly estate: number;
  readonly mutations: readonly Mutation[];
}

export const mutatedEstate: fc.Arbitrary<MutatedEstate> = fc.record({
  estate: fc.nat({ max: estates.length - 1 }),
  mutations: fc.array(mutation, { minLength: 1, maxLength: 4 }),
});

export const textsOf = ({ estate, mutations }: MutatedEstate): ContractTexts =>
  mutate(estates[estate] ?? new Map(), mutations);

/** Applies mutations one after the other. */
function mutate(texts: ContractTexts, list: readonly Mutation[]): ContractTexts {
  const changed = new Map(texts);
  const paths = [...texts.keys()];
  for (const mutation of list) {
    const path = paths[mutation.file % paths.length] ?? '';
    const from = changed.get(paths[mutation.other % paths.length] ?? '') ?? '';
    changed.set(path, mutateOne(changed.get(path) ?? '', mutation, from));
  }
  return changed;
}

/** A text with one mutation; `from` is where it may take something from. */
export const mutateOne = (text: string, { edit, ...by }: Mutation, from: string): string =>
  isTextEdit(edit) ? mutateText(text, edit, { ...by, from }) : mutateTree(text, edit, { ...by, from });

const isTextEdit = (edit: TextEdit | TreeEdit): edit is TextEdit => textEdits.some((one) => one === edit);
