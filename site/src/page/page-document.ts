import { type Html, html } from '../html/html.ts';
import { urlsFrom } from '../html/page-path.ts';
import type { Page, Section } from './page.ts';
import { blocksHtml, lineHtml } from './page-html.ts';
import { markdownPath } from './page-markdown.ts';

/** What is around every page of a site. */
export interface Frame {
  /** Name of the estate. */
  readonly title: string;
  readonly navigation: readonly NavigationEntry[];
}

export interface NavigationEntry {
  readonly section: Section;
  readonly title: string;
  readonly path: string;
  readonly count?: number;
}

/**
 * Nothing but the site's own files may run or be loaded: what contracts say is text, and were it markup after all, it
 * could do nothing.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** A page as a document that needs nothing but the files beside it, wherever all of them are. */
export function pageDocument(page: Page, frame: Frame): string {
  const { path, title, summary, canonical } = page;
  const url = urlOn(page);
  const root = page.root ?? rootOf(path);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${summary}">
<title>${path === 'index.html' ? title : `${title} · ${frame.title}`}</title>
<link rel="icon" href="${url('assets/icon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${url('assets/site.css')}">
<link rel="alternate" type="text/markdown" href="${url(markdownPath(path))}">
<link rel="alternate" type="application/atom+xml" title="Changes" href="${url('feed.xml')}">
${canonical === undefined ? '' : html`<link rel="canonical" href="${url(canonical)}">`}
<script src="${url('assets/theme.js')}"></script>
<script src="${url('assets/site.js')}" defer data-root="${root}"></script>
${(page.scripts ?? []).map(
  (script) => html`<script src="${url(script)}" defer data-root="${root}"></script>
`,
)}</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="bar">
<a class="brand" href="${url('index.html')}">${frame.title}</a>
<button type="button" class="needs-script" data-action="search">Search <kbd>/</kbd></button>
<button type="button" class="needs-script" data-action="theme">Dark or light</button>
</header>
<div class="frame">
${navigation(page, frame, url)}
<main id="main" tabindex="-1">
${trail(page, url)}<h1>${title}${page.badges.length === 0 ? '' : html` ${lineHtml(page.badges, url)}`}</h1>
${summary === '' ? '' : html`<p class="summary">${summary}</p>`}
${blocksHtml(page.blocks, url)}
<footer><p>Made from the contracts: what stands here is derived from them or checked against them. <a href="${url(markdownPath(path))}">This page as Markdown</a></p></footer>
</main>
</div>
</body>
</html>
`.markup;
}

/** Where a path from the root of the site leads to from the page. */
function urlOn({ path, root }: Page): (to: string) => string {
  const urls = urlsFrom(root === undefined ? path : '');
  return root === undefined ? urls : (to) => root + urls(to);
}

const rootOf = (path: string): string => '../'.repeat(path.split('/').length - 1);

/** Of pages below one another's folders it is the same, but for those that stand in it. */
function navigation(page: Page, frame: Frame, url: (to: string) => string): Html {
  if (page.root !== undefined || frame.navigation.some(({ path }) => path === page.path)) {
    return navigationList(page, frame, url);
  }
  const key = `${rootOf(page.path)} ${page.section}`;
  const lists = navigations.get(frame) ?? new Map<string, Html>();
  navigations.set(frame, lists);
  const list = lists.get(key) ?? navigationList(page, frame, url);
  lists.set(key, list);
  return list;
}

const navigations = new WeakMap<Frame, Map<string, Html>>();

function navigationList(page: Page, frame: Frame, url: (to: string) => string): Html {
  const entries = frame.navigation.map(({ section, title, path, count }) => {
    const mark =
      page.path === path ? html` aria-current="page"` : page.section === section ? html` aria-current="true"` : '';
    const number = count === undefined ? '' : html` <span class="count">${count.toLocaleString('en')}</span>`;
    return html`<li><a href="${url(path)}"${mark}>${title}${number}</a></li>
`;
  });
  return html`<nav class="side" aria-label="Catalogue"><ul>
${entries}</ul></nav>`;
}

function trail({ trail: steps }: Page, url: (to: string) => string): Html {
  if (steps.length === 0) return html``;
  const items = steps.map(({ title, path }) => html`<li><a href="${url(path)}">${title}</a></li>`);
  return html`<nav class="trail" aria-label="Where this is"><ol>${items}</ol></nav>
`;
}
