import { type Html, type HtmlPart, html } from '../html/html.ts';
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
      const items = block.items.map((line) => html`<li>${lineHtml(line, where.url)}</li>`);
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

export function lineHtml(line: Line, url: (to: string) => string): Html {
  return html`${line.map((inline) => inlineHtml(inline, url))}`;
}

function inlineHtml(inline: Inline, url: (to: string) => string): HtmlPart {
  if (typeof inline === 'string') return inline;
  switch (inline.kind) {
    case 'code':
      return html`<code>${breakable(inline.text)}</code>`;
    case 'link':
      return html`<a href="${url(inline.to)}">${inlineHtml(inline.text, url)}</a>`;
    case 'leave':
      return html`<a href="${inline.address}" rel="noreferrer">${inline.text}</a>`;
    case 'badge':
      return html`<span class="badge ${inline.tone}">${inline.text}</span>`;
    case 'note':
      return html`<span class="note">${inline.text}</span>`;
    case 'strong':
      return html`<strong>${inline.text}</strong>`;
    case 'none':
      return html`<span class="none">${inline.text}</span>`;
  }
}

/** A long name may break after its dots and slashes rather than push the page aside. */
const breakable = (text: string): Html =>
  html`${text.split(/(?<=[./_-])/u).map((piece, index) => html`${index === 0 ? '' : html`<wbr>`}${piece}`)}`;

function columnHtml({ title, items, empty }: TitledList, { url, level }: Where): Html {
  const list =
    items.length === 0
      ? html`<p class="none">${empty}</p>`
      : html`<ul>${items.map((line) => html`<li>${lineHtml(line, url)}</li>`)}</ul>`;
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
function tableHtml({ caption, columns, rows, empty, isFiltered = false }: TableBlock, { url }: Where): Html {
  if (rows.length === 0) return html`<p class="none">${empty}</p>\n`;
  const numberClass = (index: number): HtmlPart => (columns[index]?.isNumber === true ? html` class="number"` : '');
  const head = columns.map(({ title }, index) => html`<th scope="col"${numberClass(index)}>${title}</th>`);
  const body = rows.map(({ id, cells }) => {
    const tags = cells.map((line, index) =>
      index === 0
        ? html`<th scope="row">${lineHtml(line, url)}</th>`
        : html`<td data-title="${columns[index]?.title ?? ''}"${numberClass(index)}>${lineHtml(line, url)}</td>`,
    );
    return html`<tr${id === undefined ? '' : html` id="${id}"`}>${tags}</tr>\n`;
  });
  return html`<div class="scrolls" role="region" aria-label="${caption}" tabindex="0"${isFiltered ? html` data-filtered` : ''}>
<table><caption>${caption}</caption><thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody></table></div>
`;
}
