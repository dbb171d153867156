import { type JsonValue, jsonText } from '@eventwright/avro';
import type { SiteFile } from '../build-site.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Page } from '../page/page.ts';
import { markdownPath } from '../page/page-markdown.ts';
import type { SiteContext } from '../site-context.ts';
import { catalogSchema } from './catalog-schema.ts';
import { changesFeed } from './changes-feed.ts';

/** What is for programs: the catalogue, an index for assistants, a feed of changes, and a map for search engines. */
export function machineFiles(context: SiteContext, pages: readonly Page[]): readonly SiteFile[] {
  const { estate, settings } = context;
  const { catalog } = estate;
  return [
    { path: 'catalog.json', text: catalogJson(catalog) },
    { path: 'catalog.schema.json', text: `${JSON.stringify(catalogSchema, undefined, 2)}\n` },
    { path: 'llms.txt', text: llmsText(catalog, pages) },
    { path: 'feed.xml', text: changesFeed(catalog, settings) },
    ...(settings.address === undefined ? [] : [{ path: 'sitemap.xml', text: sitemap(settings.address, pages) }]),
  ];
}

/** What `catalog.json` holds. */
export const catalogJson = (catalog: Catalog): string => `${jsonText(jsonOf(catalog))}\n`;

/** What is undefined is left out; the rest is JSON by its type. */
function jsonOf(value: unknown): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (typeof value === 'bigint') return value;
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value !== 'object') return null;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => (one === undefined ? [] : [[key, jsonOf(one)]])),
  );
}

/** By the proposal of llmstxt.org: what there is, each with a sentence, as links to Markdown. */
function llmsText({ title, description }: Catalog, pages: readonly Page[]): string {
  const line = ({ path, title: name, summary }: Page): string =>
    `- [${oneLine(name)}](${markdownPath(path)})${summary === '' ? '' : `: ${oneLine(summary)}`}`;
  const lists = pages.filter(({ trail }) => trail.length === 0);
  const inside = (folder: string): readonly Page[] =>
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

function sitemap(address: string, pages: readonly Page[]): string {
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
