import { type Block, commas, type Line, link, type TableBlock, type TableRow, text } from './block.ts';
import type { Page } from './page.ts';
import { lineHtml } from './page-html.ts';

/** So much of rows stands on one page, in characters; with all that is around them it stays below 60 KB. */
const mostCharacters = 40_000;
/** Of a table that stands below others at least this much. */
const fewCharacters = 4_000;
/** Tables with fewer rows are never long. */
const fewRows = 40;

/** A page while its long tables are cut. */
interface Cutting {
  readonly page: Page;
  readonly further: Page[];
  /** What there is still room for on the first page. */
  room: number;
}

/**
 * A page with tables that are too long for one, as several: the first stays where it is and leads to the others. A table with
 * rows that links lead to stays whole.
 */
export function continuedPages(page: Page): readonly Page[] {
  if (!page.blocks.some(hasLongTable)) return [page];
  const cutting: Cutting = { page, further: [], room: mostCharacters };
  const first = { ...page, blocks: page.blocks.flatMap((block) => shortened(block, cutting)) };
  return [first, ...cutting.further];
}

function hasLongTable(block: Block): boolean {
  if (block.kind === 'section') return block.blocks.some(hasLongTable);
  return block.kind === 'table' && block.rows.length >= fewRows;
}

function shortened(block: Block, cutting: Cutting): readonly Block[] {
  if (block.kind === 'section') {
    return [{ ...block, blocks: block.blocks.flatMap((inner) => shortened(inner, cutting)) }];
  }
  if (block.kind !== 'table') return [block];
  const parts = partsOf(block, cutting);
  if (parts.length < 2) return [block];
  const { page, further } = cutting;
  const places = parts.map((rows, index) => ({
    rows,
    path: index === 0 ? page.path : continuedPath(page.path, further.length + index + 1),
  }));
  const index = text('More of it: ', ...commas(places.map(({ rows, path }) => [link(path, spanOf(rows))])));
  const [head, ...others] = places.map(({ rows, path }) => ({ path, blocks: [part(block, rows), index] }));
  for (const { path, blocks } of others) {
    further.push({
      ...page,
      path,
      title: `${page.title}, page ${further.length + 2}`,
      trail: [...page.trail, { title: page.title, path: page.path }],
      badges: [],
      blocks,
    });
  }
  return head?.blocks ?? [];
}

/** No name of a file has a `p` behind a `~`. */
const continuedPath = (path: string, number: number): string => path.replace(/\.html$/, `~p${number}.html`);

/** Rows in their order, as many together as stand on one page, the first ones in the room that others leave. */
function partsOf({ rows }: TableBlock, cutting: Cutting): readonly (readonly TableRow[])[] {
  const parts: TableRow[][] = [[]];
  const canBeCut = rows.every(({ id }) => id === undefined);
  let room = Math.max(cutting.room, fewCharacters);
  for (const row of rows) {
    const size = row.cells.reduce((sum, line) => sum + 40 + lineHtml(line, (to) => to).markup.length, 0);
    if (canBeCut && size > room && parts.at(-1)?.length !== 0) {
      parts.push([]);
      room = mostCharacters;
    }
    parts.at(-1)?.push(row);
    room -= size;
    if (parts.length === 1) cutting.room -= size;
  }
  return parts;
}

const part = (table: TableBlock, rows: readonly TableRow[]): TableBlock => ({
  ...table,
  caption: `${table.caption}: ${rows.length.toLocaleString('en')} of ${table.rows.length.toLocaleString('en')}`,
  rows,
});

/** `OrderCancelled to OrderRejected` */
function spanOf(rows: readonly TableRow[]): string {
  const [from, to] = [rows[0], rows.at(-1)].map((row) => nameOf(row?.cells[0] ?? []));
  return from === to ? (from ?? '') : `${from} to ${to}`;
}

/** The words of the first piece: what stands behind it is about the row, not its name. */
function nameOf([first]: Line): string {
  if (first === undefined || typeof first === 'string') return first ?? '';
  return first.kind === 'link' ? nameOf([first.text]) : first.text;
}
