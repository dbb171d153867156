import { urlsFrom } from '../html/page-path.ts';
import type { Block, Inline, Line, ProseLinks, TableBlock } from './block.ts';
import type { Page } from './page.ts';

/** Address of the Markdown that says the same as a page. */
export const markdownPath = (path: string): string => (path.endsWith('.html') ? `${path.slice(0, -5)}.md` : path);

/** A page as Markdown: for assistants, terminals and diffs. Links lead to the Markdown of other pages. */
export function pageMarkdown({ path, title, summary, badges, blocks }: Page): string {
  const url = urlsFrom(path, twinOf);
  const marks = badges.length === 0 ? '' : ` (${badges.map((inline) => inlineText(inline, url)).join(', ')})`;
  const head = `# ${escaped(title)}${marks}`;
  const intro = summary === '' ? [] : [escaped(summary)];
  return `${[head, ...intro, ...blocks.flatMap((block) => blockText(block, { url, level: 2 }))].join('\n\n')}\n`;
}

/** Where a link to a page leads in Markdown. */
function twinOf(to: string): string {
  if (!to.includes('#')) return markdownPath(to);
  const [page = '', fragment] = to.split('#', 2);
  return `${markdownPath(page)}#${fragment}`;
}

interface Where {
  readonly level: number;
  url(to: string): string;
}

function blockText(block: Block, where: Where): readonly string[] {
  const lineOf = (line: Line): string => lineText(line, where.url);
  switch (block.kind) {
    case 'text':
      return [lineOf(block.line)];
    case 'prose':
      return [proseText(block.markdown.trim(), block.links ?? new Map(), where.url)];
    case 'notice':
      return [`> ${lineOf(block.line)}`];
    case 'list':
      return [
        block.items.map((item, index) => `${block.isOrdered ? `${index + 1}.` : '-'} ${lineOf(item)}`).join('\n'),
      ];
    case 'facts':
      return [block.facts.map(({ term, line }) => `- **${escaped(term)}:** ${lineOf(line)}`).join('\n')];
    case 'table':
      return [tableText(block, lineOf)];
    case 'code':
      return [`${escaped(block.caption)}:`, fenced(block.text, block.language)];
    case 'columns':
      return block.columns.map(({ title, items, empty }) => {
        const lines = items.length === 0 ? [empty] : items.map(lineOf);
        return `**${escaped(title)}**\n\n${lines.map((line) => `- ${line}`).join('\n')}`;
      });
    case 'details':
      return [`**${escaped(block.summary)}**`, ...block.blocks.flatMap((inner) => blockText(inner, where))];
    case 'section':
      return [
        `${'#'.repeat(Math.min(where.level, 6))} ${escaped(block.title)}`,
        ...block.blocks.flatMap((inner) => blockText(inner, { ...where, level: where.level + 1 })),
      ];
    case 'figure':
      return [];
    case 'tool':
      return [lineOf(block.instead)];
  }
}

const fences = /(^(`{3,})[^\n]*\n[\s\S]*?^\2[ \t]*$)/gm;
const links = /\[([^\]]*)\]\(([^)\s]+)\)/g;

/** As in HTML: a relative link leads where the site has the page, and is its text where it does not. Code stays as it is. */
function proseText(markdown: string, known: ProseLinks, url: (to: string) => string): string {
  const resolved = (part: string): string =>
    part.replaceAll(links, (whole: string, words: string, address: string) => {
      if (/^(?:[a-z][a-z0-9+.-]*:|#)/i.test(address)) return whole;
      const to = known.get(address.replace(/#.*$/, ''));
      return to === undefined ? words : `[${words}](${url(to)})`;
    });
  let text = '';
  let end = 0;
  for (const { index, 0: fence } of markdown.matchAll(fences)) {
    text += resolved(markdown.slice(end, index)) + fence;
    end = index + fence.length;
  }
  return text + resolved(markdown.slice(end));
}

export function lineText(line: Line, url: (to: string) => string): string {
  let text = '';
  for (const inline of line) text += inlineText(inline, url);
  return text;
}

function inlineText(inline: Inline, url: (to: string) => string): string {
  if (typeof inline === 'string') return escaped(inline);
  switch (inline.kind) {
    case 'code':
      return codeText(inline.text);
    case 'link':
      return `[${inlineText(inline.text, url)}](${url(inline.to)})`;
    case 'leave':
      return `[${escaped(inline.text)}](${inline.address})`;
    case 'strong':
      return `**${escaped(inline.text)}**`;
    default:
      return escaped(inline.text);
  }
}

function tableText({ columns, rows, empty }: TableBlock, lineOf: (line: Line) => string): string {
  if (rows.length === 0) return escaped(empty);
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = columns.map(({ isNumber }) => (isNumber === true ? '--:' : '---'));
  return [
    row(columns.map(({ title }) => cellText(escaped(title)))),
    row(rule),
    ...rows.map(({ cells }) => row(cells.map((cell) => cellText(lineOf(cell)).replaceAll('\n', ' ')))),
  ].join('\n');
}

const cellText = (text: string): string => (text.includes('|') ? text.replaceAll('|', '\\|') : text);

/** A fence longer than any in the text. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language === 'text' ? '' : language}\n${text.trimEnd()}\n${fence}`;
}

function codeText(text: string): string {
  const flat = text.replaceAll('\n', ' ');
  return flat.includes('`') ? `\`\` ${flat} \`\`` : `\`${flat}\``;
}

/** Text of contracts is no Markdown: signs that would mean something are escaped. */
const escaped = (text: string): string => (special.test(text) ? text.replaceAll(specials, '\\$&') : text);

const special = /[\\`*_[\]<>#|]/;
const specials = new RegExp(special, 'g');
