import { type Block, commas, type Line, link, type TableBlock, type TableRow, text } from './block.ts';
import type { Page } from './page.ts';
import { lineHtml } from './page-html.ts';

/** So much of rows, in characters, stand on one page; with all that is around them it stays below 60 KB. */
const mostBytes = 40_000;
/** Fewer rows are never counted. */
const fewRows = 40;

/**
 * A page with a table that is too long for one, as several: the first stays where it is and leads to the others. A table with
 * rows that links lead to stays whole.
 */
export function continuedPages(page: Page): readonly Page[] {
  const further: Page[] = [];
  const first = { ...page, blocks: page.blocks.flatMap((block) => shortened(block, page, further)) };
  return further.length === 0 ? [page] : [first, ...further];
}

function shortened(block: Block, page: Page, further: Page[]): readonly Block[] {
  if (block.kind === 'section') {
    return [{ ...block, blocks: block.blocks.flatMap((inner) => shortened(inner, page, further)) }];
  }
  const parts = block.kind === 'table' ? partsOf(block) : [];
  if (block.kind !== 'table' || parts.length < 2) return [block];
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

/** Rows in their order, as many together as stand on one page. */
function partsOf({ rows }: TableBlock): readonly (readonly TableRow[])[] {
  if (rows.length < fewRows || rows.some(({ id }) => id !== undefined)) return [rows];
  const parts: TableRow[][] = [];
  let bytes = mostBytes;
  for (const row of rows) {
    const size = row.cells.reduce((sum, line) => sum + 40 + lineHtml(line, (to) => to).markup.length, 0);
    if (bytes + size > mostBytes) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(row);
    bytes += size;
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
