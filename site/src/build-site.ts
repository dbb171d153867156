import { icon } from './assets/icon.ts';
import { style } from './assets/style.ts';
import type { Catalog } from './catalog/catalog.ts';
import { type FullTexts, openFullTexts } from './machine/llms-full.ts';
import { machineFiles } from './machine/machine-files.ts';
import { rawFiles } from './machine/raw-files.ts';
import type { Page } from './page/page.ts';
import { type Frame, pageDocument } from './page/page-document.ts';
import { markdownPath, pageMarkdown } from './page/page-markdown.ts';
import { groupOf, pageGroups } from './page-groups.ts';
import { searchIndex } from './search/search-index.ts';
import { type SiteContext, type SiteSettings, siteContext } from './site-context.ts';
import { eventData } from './what-if/event-data.ts';

/** A file of a site: its path from the root, and its text. */
export interface SiteFile {
  readonly path: string;
  readonly text: string;
}

/** A site whose files are made when they are asked for. The same catalogue gives the same bytes. */
export interface Site {
  /** The text of a file; undefined where the site has none of this path. */
  file(path: string): string | undefined;
  /** Every file, one after the other, so that nobody has to hold all of them. */
  files(): Generator<SiteFile>;
}

/** `scripts` are those of `clientScripts`. Throws `AvroError` where a schema of the catalogue is none. */
export function openSite(catalog: Catalog, settings: SiteSettings = {}, scripts: readonly SiteFile[] = []): Site {
  const context = siteContext(catalog, settings);
  const frame = frameOf(context);
  const groups = new Map(pageGroups(context).flatMap((group) => group.names.map((name) => [name, group])));
  const made = new Map<string, ReadonlyMap<string, string>>();
  const others = [
    { of: /^data\//, files: () => context.estate.catalog.events.map((event) => eventData(event, context)) },
    { of: /^search\//, files: () => [searchIndex(context)] },
    { of: /^assets\//, files: () => [...assets(), ...scripts] },
    { of: /./, files: () => filesBesidePages(context) },
  ];
  const textsOf = (name: string, make: () => Iterable<SiteFile>): ReadonlyMap<string, string> => {
    const known = made.get(name) ?? new Map([...make()].map(({ path, text }) => [path, text]));
    made.set(name, known);
    return known;
  };
  return {
    file(path) {
      const group = /\.(?:html|md)$/.test(path) ? groups.get(groupOf(path)) : undefined;
      if (group !== undefined) {
        return textsOf(group.names[0] ?? '', () => group.make().flatMap((page) => twins(page, frame))).get(path);
      }
      const other = others.find(({ of }) => of.test(path));
      return other === undefined ? undefined : textsOf(String(other.of), other.files).get(path);
    },
    *files() {
      const heads: Page[] = [];
      const texts = openFullTexts(context);
      for (const group of pageGroups(context)) {
        for (const page of group.make()) {
          const files = twins(page, frame);
          yield* files;
          tellOf(page, files[1].text, texts);
          heads.push({ ...page, blocks: [] });
        }
      }
      yield* filesAfterPages(context, heads, texts);
      for (const event of catalog.events) yield eventData(event, context);
      yield* [...assets(), ...scripts];
      yield searchIndex(context);
    },
  };
}

/** A whole site, sorted by path. */
export const buildSite = (catalog: Catalog, settings: SiteSettings = {}): readonly SiteFile[] =>
  [...openSite(catalog, settings).files()].sort((a, b) => (a.path < b.path ? -1 : 1));

/** Every page, as data. */
export const sitePages = (context: SiteContext): readonly Page[] =>
  pageGroups(context).flatMap((group) => group.make());

const twins = (page: Page, frame: Frame): readonly [document: SiteFile, markdown: SiteFile] => [
  { path: page.path, text: pageDocument(page, frame) },
  { path: markdownPath(page.path), text: pageMarkdown(page) },
];

/** What is told of pages elsewhere, for which their blocks are not needed. */
function* filesAfterPages(context: SiteContext, pages: readonly Page[], texts: FullTexts): Generator<SiteFile> {
  yield* machineFiles(context, pages);
  yield* rawFiles(context);
  yield* texts.files();
}

/** The rest of a long table, on a page of its own, is not told of the event again. */
function tellOf({ path, event }: Page, text: string, texts: FullTexts): void {
  if (event !== undefined && !path.includes('~p')) texts.add(event, text);
}

/** The same for whoever asks for one of these files alone. */
function filesBesidePages(context: SiteContext): readonly SiteFile[] {
  const pages = sitePages(context);
  const texts = openFullTexts(context);
  for (const page of pages) if (page.event !== undefined) tellOf(page, pageMarkdown(page), texts);
  return [...filesAfterPages(context, pages, texts)];
}

const assets = (): readonly SiteFile[] => [
  { path: 'assets/site.css', text: style },
  { path: 'assets/icon.svg', text: icon },
];

function frameOf({ estate }: SiteContext): Frame {
  const { title, events, services, topics } = estate.catalog;
  return {
    title,
    navigation: [
      { section: 'home', title: 'Home', path: 'index.html' },
      { section: 'events', title: 'Events', path: 'events.html', count: events.length },
      { section: 'services', title: 'Services', path: 'services.html', count: services.length },
      { section: 'topics', title: 'Topics', path: 'topics.html', count: topics.length },
      { section: 'types', title: 'Types', path: 'types.html', count: estate.types.length },
      { section: 'fields', title: 'Fields', path: 'fields.html' },
      { section: 'flows', title: 'Flows', path: 'flows.html' },
      { section: 'map', title: 'Map', path: 'map.html' },
      { section: 'compatibility', title: 'Compatibility', path: 'compatibility.html' },
      { section: 'what-if', title: 'What if', path: 'what-if.html' },
      { section: 'changes', title: 'Changes', path: 'changes.html' },
      { section: 'deprecations', title: 'Deprecations', path: 'deprecations.html' },
      { section: 'owners', title: 'Teams and domains', path: 'owners.html' },
      { section: 'glossary', title: 'Glossary', path: 'glossary.html' },
      { section: 'guides', title: 'Guides', path: 'guides.html' },
      { section: 'commands', title: 'Commands', path: 'commands.html' },
      { section: 'errors', title: 'Errors', path: 'errors.html' },
    ],
  };
}
