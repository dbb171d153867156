import { icon } from './assets/icon.ts';
import { style } from './assets/style.ts';
import type { Catalog } from './catalog/catalog.ts';
import { llmsFull } from './machine/llms-full.ts';
import { machineFiles } from './machine/machine-files.ts';
import { rawFiles } from './machine/raw-files.ts';
import { continuedPages } from './page/continue-page.ts';
import type { Page } from './page/page.ts';
import { type Frame, pageDocument } from './page/page-document.ts';
import { markdownPath, pageMarkdown } from './page/page-markdown.ts';
import { changesPages } from './pages/changes-page.ts';
import { commandPages } from './pages/command-pages.ts';
import { compatibilityPage } from './pages/compatibility-page.ts';
import { deprecationsPage } from './pages/deprecations-page.ts';
import { diffPage } from './pages/diff-page.ts';
import { eventListPage } from './pages/event-list.ts';
import { eventPage, versionPage } from './pages/event-page.ts';
import { fieldPages } from './pages/field-pages.ts';
import { fingerprintPages } from './pages/fingerprint-pages.ts';
import { flowPages } from './pages/flow-pages.ts';
import { glossaryPage } from './pages/glossary-page.ts';
import { guidePages } from './pages/guide-pages.ts';
import { homePage } from './pages/home-page.ts';
import { mapPage } from './pages/map-page.ts';
import { notFoundPage } from './pages/not-found-page.ts';
import { ownerPages } from './pages/owner-pages.ts';
import { rulePages } from './pages/rule-pages.ts';
import { servicePages } from './pages/service-pages.ts';
import { topicPages } from './pages/topic-pages.ts';
import { typePages } from './pages/type-pages.ts';
import { whatIfPage } from './pages/what-if-page.ts';
import { searchIndex } from './search/search-index.ts';
import { type SiteContext, type SiteSettings, siteContext } from './site-context.ts';
import { eventData } from './what-if/event-data.ts';

/** A file of a site: its path from the root, and its text. */
export interface SiteFile {
  readonly path: string;
  readonly text: string;
}

/** A whole site, sorted by path. The same catalogue gives the same bytes. */
export function buildSite(catalog: Catalog, settings: SiteSettings = {}): readonly SiteFile[] {
  const context = siteContext(catalog, settings);
  const pages = sitePages(context);
  const frame = frameOf(context);
  const files: SiteFile[] = pages.flatMap((page) => [
    { path: page.path, text: pageDocument(page, frame) },
    { path: markdownPath(page.path), text: pageMarkdown(page) },
  ]);
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  files.push(...machineFiles(context, pages), ...rawFiles(context), ...llmsFull(context, texts));
  files.push(...context.estate.catalog.events.map((event) => eventData(event, context)));
  files.push({ path: 'assets/site.css', text: style }, { path: 'assets/icon.svg', text: icon }, searchIndex(context));
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Every page, as data. */
export function sitePages(context: SiteContext): readonly Page[] {
  const pages = [
    homePage(context),
    eventListPage(context),
    ...eventPages(context),
    ...servicePages(context),
    ...topicPages(context),
    ...fingerprintPages(context),
    ...typePages(context),
    ...fieldPages(context),
    ...flowPages(context),
    mapPage(context),
    compatibilityPage(context),
    ...changesPages(context),
    deprecationsPage(context),
    ...ownerPages(context),
    glossaryPage(context),
    whatIfPage(context),
    ...guidePages(context),
    ...commandPages(context),
    ...rulePages(context),
    notFoundPage(context),
  ];
  return pages.flatMap(continuedPages);
}

/** Each event, each of its versions, and what changed between any two of them. */
function eventPages(context: SiteContext): readonly Page[] {
  const { estate } = context;
  return estate.catalog.events.flatMap((event) => {
    const versions = estate.versionsOf(event.schema);
    const pairs = versions.flatMap((after, index) =>
      versions.slice(0, index).map((before) => [before, after] as const),
    );
    return [
      eventPage(event, context),
      ...versions.map((version) => versionPage(event, version, context)),
      ...pairs.map(([before, after]) => diffPage(event, before, after, context)),
    ];
  });
}

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
