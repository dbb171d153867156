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
import { usesPage } from './pages/use-table.ts';
import { versionPage } from './pages/version-page.ts';
import { whatIfPage } from './pages/what-if-page.ts';
import type { SiteContext } from './site-context.ts';

/** Pages that are made together. */
export interface PageGroup {
  /** Of its pages, by `groupOf`. */
  readonly names: readonly string[];
  make(): readonly Page[];
}

/** The group of a page, by its path: the folder that it is in, or the event that it is about. */
export function groupOf(path: string): string {
  const [first = '', second] = path.split('/').map((step) => step.replace(/(?:~p\d+)?\.(?:html|md)$/, ''));
  return first === 'events' && second !== undefined ? `events/${second}` : first;
}

/** All pages, in groups that are made when they are asked for. */
export function pageGroups(context: SiteContext): readonly PageGroup[] {
  const group = (names: readonly string[], make: (context: SiteContext) => Page | readonly Page[]): PageGroup => ({
    names,
    make: () => [make(context)].flat().flatMap(continuedPages),
  });
  return [
    group(['index'], homePage),
    group(['events'], eventListPage),
    ...context.estate.catalog.events.map((event) =>
      group([groupOf(context.paths.event(event.name))], () => pagesOfEvent(event, context)),
    ),
    group(['services'], servicePages),
    group(['topics'], topicPages),
    group(['schemas'], fingerprintPages),
    group(['types'], typePages),
    group(['fields'], fieldPages),
    group(['flows'], flowPages),
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
