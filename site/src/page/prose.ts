import MarkdownIt, { type Token } from 'markdown-it';
import type { Html } from '../html/html.ts';

/** HTML in Markdown is text here, and links that could run something are none: contracts are not trusted. */
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });

/** Where a relative link of a text leads on the site; undefined where the site has nothing of it. */
export type ResolveLink = (address: string) => string | undefined;

/** Markdown of people as HTML; its headings begin at the level. A relative link that leads nowhere on the site is its text alone. */
export function proseHtml(text: string, level: number, resolve: ResolveLink = () => undefined): Html {
  const tokens = markdown.parse(text, {});
  for (const token of tokens) {
    if (token.type === 'heading_open' || token.type === 'heading_close') {
      token.tag = `h${Math.min(Number(token.tag.slice(1)) + level - 2, 6)}`;
    }
    if (token.type === 'fence' || token.type === 'code_block') token.attrSet('tabindex', '0');
    if (token.children !== null) resolveLinks(token.children, resolve);
  }
  return { markup: markdown.renderer.render(tokens, markdown.options, {}) };
}

function resolveLinks(tokens: readonly Token[], resolve: ResolveLink): void {
  const open: boolean[] = [];
  for (const token of tokens) {
    if (token.type === 'link_open') {
      const address = String(token.attrGet('href') ?? '');
      const target = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : resolve(address);
      if (target === undefined) unlink(token);
      else token.attrSet('href', target);
      open.push(target !== undefined);
    } else if (token.type === 'link_close' && open.pop() === false) {
      unlink(token);
    }
  }
}

/** A text without a link is marked up as nothing. */
function unlink(token: Token): void {
  token.tag = 'span';
  token.attrs = null;
}
