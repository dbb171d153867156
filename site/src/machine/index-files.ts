import type { SiteFile } from '../build-site.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { PageHead } from '../page/page-head.ts';
import { markdownPath } from '../page/page-markdown.ts';
import type { SiteContext } from '../site-context.ts';

/** Indexes of all pages: one for assistants, and one for search engines. */
export function indexFiles({ estate, settings }: SiteContext, pages: readonly PageHead[]): readonly SiteFile[] {
  return [
    { path: 'llms.txt', text: llmsText(estate.catalog, pages) },
    ...(settings.address === undefined ? [] : [{ path: 'sitemap.xml', text: sitemap(settings.address, pages) }]),
  ];
}

/** By the proposal of llmstxt.org: what there is, each with a sentence, as links to Markdown. */
function llmsText({ title, description }: Catalog, pages: readonly PageHead[]): string {
  const line = ({ path, title: name, summary }: PageHead): string =>
    `- [${oneLine(name)}](${markdownPath(path)})${summary === '' ? '' : `: ${oneLine(summary)}`}`;
  const lists = pages.filter(({ isOverview }) => isOverview);
  const inside = (folder: string): readonly PageHead[] =>
    pages.filter(({ path }) => path.startsWith(`${folder}/`) && path.split('/').length === 2);
  const groups = [
    { name: 'Overviews', of: lists },
    { name: 'Events', of: inside('events') },
    { name: 'Services', of: inside('services') },
    { name: 'Topics', of: inside('topics') },
    { name: 'Optional', of: inside('types') },
  ];
  const parts = groups
    .filter(({ of }) => of.length > 0)
    .map(({ name, of }) => `## ${name}\n\n${of.map(line).join('\n')}`);
  const intro = description === '' ? [] : [`> ${oneLine(description)}`];
  const machine =
    'Everything as data: [catalog.json](catalog.json), described by [catalog.schema.json](catalog.schema.json).';
  return `${[`# ${oneLine(title)}`, ...intro, machine, ...parts].join('\n\n')}\n`;
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll(/[[\]]/g, '');

function sitemap(address: string, pages: readonly PageHead[]): string {
  const root = address.endsWith('/') ? address : `${address}/`;
  const urls = pages
    .filter(({ canonical }) => canonical === undefined)
    .map(({ path }) => `<url><loc>${xmlText(new URL(encodeURI(path), root).href)}</loc></url>`);
  return `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${urls.join('\n')}
</urlset>
`;
}

const xmlText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
