import type { Html } from '../html/html.ts';

/** What stands in a line: text, or a piece of it that is more than text. Links lead to paths from the root of the site. */
export type Inline =
  | string
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly to: string; readonly text: Inline }
  /** To an address outside of the site; only those of the settings, never one of the contracts. */
  | { readonly kind: 'leave'; readonly address: string; readonly text: string }
  /** A word that marks what stands before it. */
  | { readonly kind: 'badge'; readonly tone: Tone; readonly text: string }
  /** Said in passing. */
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'strong'; readonly text: string }
  /** That there is nothing, which is worth saying. */
  | { readonly kind: 'none'; readonly text: string };

export type Tone = 'plain' | 'good' | 'warns' | 'bad' | 'personal';

/** A line of such pieces. */
export type Line = readonly Inline[];

/** What a page is made of. HTML, Markdown and search are made from it, so they cannot disagree. */
export type Block =
  | { readonly kind: 'text'; readonly line: Line }
  /** Markdown of people: docs of contracts, guides. */
  | { readonly kind: 'prose'; readonly markdown: string; readonly links?: ProseLinks }
  | { readonly kind: 'notice'; readonly tone: Tone; readonly line: Line }
  | { readonly kind: 'list'; readonly isOrdered?: boolean; readonly items: readonly Line[] }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | TableBlock
  | { readonly kind: 'code'; readonly language: Language; readonly text: string; readonly caption: string }
  /** Lists side by side, from left to right. */
  | { readonly kind: 'columns'; readonly label: string; readonly columns: readonly TitledList[] }
  | { readonly kind: 'details'; readonly summary: string; readonly blocks: readonly Block[] }
  | { readonly kind: 'section'; readonly id: string; readonly title: string; readonly blocks: readonly Block[] }
  /** A drawing; all that it says is said beside it in words, too. */
  | { readonly kind: 'figure'; readonly label: string; readonly svg: (url: (path: string) => string) => Html }
  /** Something that works with JavaScript only; `instead` is what can be done without. */
  | { readonly kind: 'tool'; readonly name: string; readonly html: Html; readonly instead: Line };

/** Where relative links of a text lead, by what is written: paths from the root of the site. */
export type ProseLinks = ReadonlyMap<string, string>;

export interface Fact {
  readonly term: string;
  readonly line: Line;
}

export interface TitledList {
  readonly title: string;
  readonly items: readonly Line[];
  /** What is said where there are no items. */
  readonly empty: string;
}

export type Language = 'json' | 'typescript' | 'yaml' | 'shell' | 'text' | 'diff';

export interface TableBlock {
  readonly kind: 'table';
  /** What it lists. */
  readonly caption: string;
  readonly columns: readonly { readonly title: string; readonly isNumber?: boolean }[];
  readonly rows: readonly TableRow[];
  /** What is said where there are no rows. */
  readonly empty: string;
  /** Rows can be looked through by typing. */
  readonly isFiltered?: boolean;
}

/** As many cells as there are columns; the first one names the row. */
export interface TableRow {
  /** So that a link can lead to it. */
  readonly id?: string;
  readonly cells: readonly Line[];
}

export const code = (text: string): Inline => ({ kind: 'code', text });
export const link = (to: string, text: Inline): Inline => ({ kind: 'link', to, text });
export const badge = (text: string, tone: Tone = 'plain'): Inline => ({ kind: 'badge', tone, text });
export const note = (text: string): Inline => ({ kind: 'note', text });
export const none = (text: string): Inline => ({ kind: 'none', text });
export const text = (...line: Line): Block => ({ kind: 'text', line });

/** Blocks under a heading; none where there are no blocks. */
export const section = (id: string, title: string, ...blocks: readonly Block[]): readonly Block[] =>
  blocks.length === 0 ? [] : [{ kind: 'section', id, title, blocks }];

/** A column of a table that is made from rows of anything. */
export interface Column<Row> {
  readonly title: string;
  readonly isNumber?: boolean;
  cell(row: Row): Line;
}

export interface TableOptions<Row> extends Pick<TableBlock, 'caption' | 'empty' | 'isFiltered'> {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  idOf?(row: Row): string;
}

export function table<Row>({ columns, rows, idOf, ...rest }: TableOptions<Row>): TableBlock {
  return {
    kind: 'table',
    ...rest,
    columns: columns.map(({ title, isNumber = false }) => ({ title, isNumber })),
    rows: rows.map((row) => ({
      ...(idOf === undefined ? {} : { id: idOf(row) }),
      cells: columns.map(({ cell }) => cell(row)),
    })),
  };
}

/** With a comma between lines. */
export const commas = (lines: readonly Line[]): Line =>
  lines.flatMap((line, index) => (index === 0 ? line : [', ', ...line]));
