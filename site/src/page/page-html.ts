import { escaped, type Html, html } from '../html/html.ts';
import type { Block, Inline, Line, TableBlock, TitledList } from './block.ts';
import { highlighted } from './highlight.ts';
import { proseHtml } from './prose.ts';

/** Blocks as HTML; `url` says where a path from the root of the site leads to from their page. Headings begin at the level. */
export function blocksHtml(blocks: readonly Block[], url: Where['url'], level = 2): Html {
  return html`${blocks.map((block) => blockHtml(block, { url, level }))}`;
}

interface Where {
  readonly level: number;
  url(to: string): string;
}

function blockHtml(block: Block, where: Where): Html {
  switch (block.kind) {
    case 'text':
      return html`<p>${lineHtml(block.line, where.url)}</p>
`;
    case 'prose':
      return proseHtml(block.markdown, where.level, (address) => {
        const to = block.links?.get(address.replace(/#.*$/, ''));
        return to === undefined ? undefined : where.url(to);
      });
    case 'notice':
      return html`<p class="notice ${block.tone}" role="note">${lineHtml(block.line, where.url)}</p>
`;
    case 'list': {
      const items = itemsHtml(block.items, where.url);
      return block.isOrdered === true ? html`<ol>${items}</ol>\n` : html`<ul>${items}</ul>\n`;
    }
    case 'facts':
      return html`<dl>${block.facts.map(({ term, line }) => html`<dt>${term}</dt><dd>${lineHtml(line, where.url)}</dd>`)}</dl>
`;
    case 'table':
      return tableHtml(block, where);
    case 'code':
      return html`<figure class="code"><figcaption>${block.caption}</figcaption><pre tabindex="0" data-copies><code>${highlighted(block.text, block.language)}</code></pre></figure>
`;
    case 'columns':
      return html`<div class="columns" role="group" aria-label="${block.label}">${block.columns.map((column) => columnHtml(column, where))}</div>
`;
    case 'details':
      return html`<details><summary>${block.summary}</summary>${blocksHtml(block.blocks, where.url, where.level)}</details>
`;
    case 'section':
      return sectionHtml(block, where);
    case 'figure':
      return html`<div class="figure" role="region" aria-label="${block.label}" tabindex="0">${block.svg(where.url)}</div>
`;
    case 'tool':
      return html`<div class="needs-script" data-tool="${block.name}">${block.html}</div><noscript><p>${lineHtml(block.instead, where.url)}</p></noscript>
`;
  }
}

function itemsHtml(items: readonly Line[], url: (to: string) => string): Html {
  let markup = '';
  for (const line of items) markup += `<li>${lineMarkup(line, url)}</li>`;
  return { markup };
}

export const lineHtml = (line: Line, url: (to: string) => string): Html => ({ markup: lineMarkup(line, url) });

function lineMarkup(line: Line, url: (to: string) => string): string {
  let markup = '';
  for (const inline of line) markup += inlineMarkup(inline, url);
  return markup;
}

function inlineMarkup(inline: Inline, url: (to: string) => string): string {
  if (typeof inline === 'string') return escaped(inline);
  switch (inline.kind) {
    case 'code':
      return `<code>${breakable(inline.text)}</code>`;
    case 'link':
      return `<a href="${escaped(url(inline.to))}">${inlineMarkup(inline.text, url)}</a>`;
    case 'leave':
      return `<a href="${escaped(inline.address)}" rel="noreferrer">${escaped(inline.text)}</a>`;
    case 'badge':
      return `<span class="badge ${inline.tone}">${escaped(inline.text)}</span>`;
    case 'note':
      return `<span class="note">${escaped(inline.text)}</span>`;
    case 'strong':
      return `<strong>${escaped(inline.text)}</strong>`;
    case 'none':
      return `<span class="none">${escaped(inline.text)}</span>`;
  }
}

/** A long name may break after its dots and slashes rather than push the page aside. None of these is a part of an entity. */
function breakable(text: string): string {
  const known = broken.get(text);
  if (known !== undefined) return known;
  const markup = escaped(text).replaceAll(/[./_-](?!$)/g, '$&<wbr>');
  if (broken.size >= mostBroken) broken.clear();
  broken.set(text, markup);
  return markup;
}

/** The same names stand on all pages of an event. */
const broken = new Map<string, string>();
const mostBroken = 2_000;

function columnHtml({ title, items, empty }: TitledList, { url, level }: Where): Html {
  const list = items.length === 0 ? html`<p class="none">${empty}</p>` : html`<ul>${itemsHtml(items, url)}</ul>`;
  return html`<section>${heading(level, html`${title}`)}${list}</section>`;
}

function sectionHtml({ id, title, blocks }: Extract<Block, { kind: 'section' }>, { url, level }: Where): Html {
  return html`<section id="${id}">${heading(level, html`${title}<a class="anchor" href="#${id}" aria-label="Link to ${title}">#</a>`)}
${blocksHtml(blocks, url, level + 1)}</section>
`;
}

function heading(level: number, content: Html): Html {
  if (level <= 2) return html`<h2>${content}</h2>`;
  return level === 3 ? html`<h3>${content}</h3>` : html`<h4>${content}</h4>`;
}

/** A table that scrolls by itself where it is too wide, also by keyboard. On a phone each row becomes a card. */
function tableHtml(table: TableBlock, { url }: Where): Html {
  const { caption, columns, rows, empty, isFiltered = false } = table;
  if (rows.length === 0) return html`<p class="none">${empty}</p>\n`;
  const head = columns.map(({ title, isNumber }) => html`<th scope="col"${numberClass(isNumber)}>${title}</th>`);
  return html`<div class="scrolls" role="region" aria-label="${caption}" tabindex="0"${isFiltered ? html` data-filtered` : ''}>
<table><caption>${caption}</caption><thead><tr>${head}</tr></thead>
<tbody>
${{ markup: rowsMarkup(table, url) }}</tbody></table></div>
`;
}

function rowsMarkup({ columns, rows }: TableBlock, url: (to: string) => string): string {
  const cell = columns.map(({ title, isNumber }) => html`<td data-title="${title}"${numberClass(isNumber)}>`.markup);
  let markup = '';
  for (const { id, cells } of rows) {
    markup += id === undefined ? '<tr>' : `<tr id="${escaped(id)}">`;
    for (const [index, line] of cells.entries()) {
      const content = lineMarkup(line, url);
      markup += index === 0 ? `<th scope="row">${content}</th>` : `${cell[index] ?? '<td>'}${content}</td>`;
    }
    markup += '</tr>\n';
  }
  return markup;
}

const numberClass = (isNumber: boolean | undefined): Html => (isNumber === true ? html` class="number"` : html``);
