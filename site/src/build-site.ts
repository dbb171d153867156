import { icon } from './assets/icon.ts';
import { style } from './assets/style.ts';
import type { Catalog, Event } from './catalog/catalog.ts';
import { catalogFiles, catalogPaths } from './machine/catalog-files.ts';
import { indexFiles } from './machine/index-files.ts';
import { fullTextFiles } from './machine/llms-full.ts';
import { rawFiles } from './machine/raw-files.ts';
import type { Page } from './page/page.ts';
import { type Frame, pageDocument } from './page/page-document.ts';
import { headOf, type PageHead } from './page/page-head.ts';
import { markdownPath, pageMarkdown } from './page/page-markdown.ts';
import { groupOf, type PageGroup, pageGroups } from './page-groups.ts';
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
  /** Files that can be made in any order and by several threads, each with a site of the same catalogue. */
  readonly parts: number;
  part(index: number): SitePart;
  /** The other files, of which some tell of all pages: from what the parts have told, in their order. */
  filesAfter(told: readonly (readonly PageHead[])[]): Generator<SiteFile>;
}

export interface SitePart {
  readonly files: readonly SiteFile[];
  /** Its pages. */
  readonly told: readonly PageHead[];
}

/** `scripts` are those of `clientScripts`. Throws `AvroError` where a schema of the catalogue is none. */
export function openSite(catalog: Catalog, settings: SiteSettings = {}, scripts: readonly SiteFile[] = []): Site {
  const context = siteContext(catalog, settings);
  const frame = frameOf(context);
  const parts: readonly PartMaker[] = [
    ...pageGroups(context).map((group) => ({ names: group.names, make: () => partOf(group, context, frame) })),
    { names: ['search'], make: () => ({ files: [searchIndex(context)], told: [] }) },
    { names: catalogPaths, make: () => ({ files: catalogFiles(context), told: [] }) },
  ];
  const partsByName = new Map(parts.flatMap((part) => part.names.map((name) => [name, part])));
  const asFound = [...assets(), ...scripts];
  const made = new Map<PartMaker | undefined, ReadonlyMap<string, string>>();
  const textsOf = (part: PartMaker | undefined): ReadonlyMap<string, string> => {
    const known =
      made.get(part) ?? textsByPath(part?.make().files ?? site.filesAfter(parts.map(({ make }) => make().told)));
    made.set(part, known);
    return known;
  };
  const site: Site = {
    file(path) {
      const part = partsByName.get(groupOf(path));
      if (part !== undefined || isToldOfAll.test(path)) return textsOf(part).get(path);
      return asFound.find((one) => one.path === path)?.text;
    },
    *files() {
      const told: (readonly PageHead[])[] = [];
      for (const { make } of parts) {
        const part = make();
        yield* part.files;
        told.push(part.told);
      }
      yield* site.filesAfter(told);
    },
    parts: parts.length,
    part(index) {
      const part = parts[index];
      if (part === undefined) throw new RangeError(`there are ${parts.length} parts, and ${index} is asked for`);
      return part.make();
    },
    *filesAfter(told) {
      yield* asFound;
      yield* filesAfterPages(context, told.flat());
    },
  };
  return site;
}

interface PartMaker {
  /** Of its files, by `groupOf`. */
  readonly names: readonly string[];
  make(): SitePart;
}

/** A whole site, sorted by path. */
export const buildSite = (catalog: Catalog, settings: SiteSettings = {}): readonly SiteFile[] =>
  [...openSite(catalog, settings).files()].sort((a, b) => (a.path < b.path ? -1 : 1));

/** Every page, as data. */
export const sitePages = (context: SiteContext): readonly Page[] =>
  pageGroups(context).flatMap((group) => group.make());

function partOf(group: PageGroup, context: SiteContext, frame: Frame): SitePart {
  const files: SiteFile[] = group.event === undefined ? [] : [...filesOfEvent(group.event, context)];
  const told: PageHead[] = [];
  for (const page of group.make()) {
    const markdown = pageMarkdown(page);
    files.push({ path: page.path, text: pageDocument(page, frame) }, { path: markdownPath(page.path), text: markdown });
    told.push(headOf(page, markdown));
  }
  return { files, told };
}

const textsByPath = (files: Iterable<SiteFile>): ReadonlyMap<string, string> =>
  new Map([...files].map(({ path, text }) => [path, text]));

/** What belongs to an event beside its pages. */
const filesOfEvent = (event: Event, context: SiteContext): readonly SiteFile[] => [
  eventData(event, context),
  ...rawFiles(event, context),
];

/** The paths of what tells of all pages. */
const isToldOfAll = /\.txt$|^sitemap\.xml$/;

function* filesAfterPages(context: SiteContext, pages: readonly PageHead[]): Generator<SiteFile> {
  yield* indexFiles(context, pages);
  yield* fullTextFiles(context, pages);
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
