import MarkdownIt from 'markdown-it';
import type { Html } from '../html/html.ts';

/** HTML in Markdown is text here, and links that could run something are none: contracts are not trusted. */
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });

/** Markdown of people as HTML; its headings begin at the level. */
export function proseHtml(text: string, level: number): Html {
  const tokens = markdown.parse(text, {});
  for (const token of tokens) {
    if (token.type !== 'heading_open' && token.type !== 'heading_close') continue;
    token.tag = `h${Math.min(Number(token.tag.slice(1)) + level - 1, 6)}`;
  }
  return { markup: markdown.renderer.render(tokens, markdown.options, {}) };
}
