import type { Event } from './catalog/catalog.ts';
import { continuedPages } from './page/continue-page.ts';
import type { Page } from './page/page.ts';
import { changesPages } from './pages/changes-page.ts';
import { commandPages } from './pages/command-pages.ts';
import { compatibilityPage } from './pages/compatibility-page.ts';
import { deprecationsPage } from './pages/deprecations-page.ts';
import { diffPage } from './pages/diff-page.ts';
import { eventListPage } from './pages/event-list.ts';
import { eventPage } from './pages/event-page.ts';
import { bytesPage } from './pages/example-blocks.ts';
import { fieldListPages } from './pages/field-list-pages.ts';
import { fieldNamePage } from './pages/field-name-pages.ts';
import { fingerprintPages } from './pages/fingerprint-pages.ts';
import { flowListPage, flowPage } from './pages/flow-pages.ts';
import { glossaryPage } from './pages/glossary-page.ts';
import { guidePages } from './pages/guide-pages.ts';
import { homePage } from './pages/home-page.ts';
import { mapPage } from './pages/map-page.ts';
import { notFoundPage } from './pages/not-found-page.ts';
import { ownerPages } from './pages/owner-pages.ts';
import { rulePages } from './pages/rule-pages.ts';
import { servicePages } from './pages/service-pages.ts';
import { topicPages } from './pages/topic-pages.ts';
import { typeListPage, typePage } from './pages/type-pages.ts';
import { usesPage } from './pages/use-table.ts';
import { versionPage } from './pages/version-page.ts';
import { whatIfPage } from './pages/what-if-page.ts';
import type { SiteContext } from './site-context.ts';

/** Pages that are made together. */
export interface PageGroup {
  /** Of its pages, by `groupOf`. */
  readonly names: readonly string[];
  /** The event that its pages are about, with the files that belong to it. */
  readonly event?: Event;
  make(): readonly Page[];
}

/** The group of a file, by its path: the folder that it is in, or what of many it is about. */
export function groupOf(path: string): string {
  const steps = path.replace(/(?:~p\d+)?\.(?:html|md|js)$/, '').split('/');
  const [first = '', second, third] = steps;
  if (second === undefined) return first;
  if (first === 'data') return `events/${second}`;
  if (first === 'fields') return second === 'names' ? `fields/names/${third}` : first;
  return ofMany.has(first) ? `${first}/${second}` : first;
}

/** Folders that have a page for each of very many. */
const ofMany = new Set(['events', 'types', 'flows']);

/** All pages, in groups that are made when they are asked for. */
export function pageGroups(context: SiteContext): readonly PageGroup[] {
  const { estate, paths, dictionary } = context;
  const { events } = estate.catalog;
  const group = (names: readonly string[], make: (context: SiteContext) => Page | readonly Page[]): PageGroup => ({
    names,
    make: () => [make(context)].flat().flatMap(continuedPages),
  });
  return [
    group(['index'], homePage),
    group(['events'], eventListPage),
    ...events.map((event) => ({
      ...group([groupOf(paths.event(event.name))], () => pagesOfEvent(event, context)),
      event,
    })),
    group(['services'], servicePages),
    group(['topics'], topicPages),
    group(['schemas'], fingerprintPages),
    group(['types'], typeListPage),
    ...estate.types.map((type) => group([groupOf(paths.type(type.name))], () => typePage(type, context))),
    group(['fields'], fieldListPages),
    ...dictionary.map((entry) => group([groupOf(paths.field(entry.name))], () => fieldNamePage(entry, context))),
    group(['flows'], flowListPage),
    ...events.map(({ name }) => group([groupOf(paths.flow(name))], () => flowPage(name, context))),
    group(['map'], mapPage),
    group(['compatibility'], compatibilityPage),
    group(['changes'], changesPages),
    group(['deprecations'], deprecationsPage),
    group(['owners', 'domains'], ownerPages),
    group(['glossary'], glossaryPage),
    group(['what-if'], whatIfPage),
    group(['guides'], guidePages),
    group(['commands'], commandPages),
    group(['errors'], rulePages),
    group(['404'], notFoundPage),
  ];
}

/** The event, each of its versions, and what changed between any two of them. */
function pagesOfEvent(event: Event, context: SiteContext): readonly Page[] {
  const versions = context.estate.versionsOf(event.schema);
  const pairs = versions.flatMap((after, index) => versions.slice(0, index).map((before) => [before, after] as const));
  return [
    eventPage(event, context),
    ...[bytesPage(event, context), usesPage(event, context)].flatMap((page) => page ?? []),
    ...versions.map((version) => versionPage(event, version, context)),
    ...pairs.map(([before, after]) => diffPage(event, before, after, context)),
  ];
}
