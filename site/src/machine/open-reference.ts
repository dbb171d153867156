import MiniSearch from 'minisearch';
import { openSite, sitePages } from '../build-site.ts';
import type { Catalog, FieldUse } from '../catalog/catalog.ts';
import { markdownPath } from '../page/page-markdown.ts';
import { usesOfField } from '../schema/uses.ts';
import { searchEntries } from '../search/search-entries.ts';
import type { SearchEntry } from '../search/search-entry.ts';
import { searchOptions } from '../search/search-options.ts';
import { type SiteSettings, siteContext } from '../site-context.ts';

import { eventDataOf } from '../what-if/event-data.ts';
import { type Judgement, judgeChange } from '../what-if/judge-change.ts';

/** What programs ask of a catalogue, answered by the code that makes its pages. Paths are those of the site's Markdown. */
export interface Reference {
  readonly catalog: Catalog;
  /** Every page of the site, in its order. Takes as long as to make all of them, the first time. */
  pages(): readonly PageEntry[];
  /** A page as Markdown, made when it is asked for; undefined where there is none at that path. */
  markdown(path: string): string | undefined;
  /** What fits best comes first. */
  search(query: string): readonly FoundEntry[];
  /** Places that use a field of an event, or any part of it where the path is empty; undefined where nobody looked. */
  usesOf(event: string, field: string): readonly FieldUse[] | undefined;
  /** What a schema would do as the next version of an event; undefined where there is no such event. */
  judge(event: string, schema: string): Judgement | undefined;
  readonly paths: ReferencePaths;
}

/** Undefined where the catalogue has no such thing. */
export interface ReferencePaths {
  event(name: string, version?: number): string | undefined;
  /** In either order. */
  diff(event: string, one: number, other: number): string | undefined;
  flow(event: string): string | undefined;
  rule(id: string): string | undefined;
}

export interface PageEntry {
  readonly path: string;
  readonly title: string;
  readonly summary: string;
}

/** Something that was found, and the page that tells of it. */
export type FoundEntry = Pick<SearchEntry, 'kind' | 'title' | 'about' | 'path'>;

/** Throws `AvroError` where a schema of the catalogue is none. */
export function openReference(catalog: Catalog, settings: SiteSettings = {}): Reference {
  const context = siteContext(catalog, settings);
  const { estate, paths } = context;
  const site = openSite(catalog, settings);
  let pages: readonly PageEntry[] | undefined;
  let index: MiniSearch<SearchEntry> | undefined;
  const entries = new Map<number, SearchEntry>();
  const search = (query: string): readonly FoundEntry[] => {
    if (index === undefined) {
      index = new MiniSearch(searchOptions);
      for (const entry of searchEntries(context)) entries.set(entry.id, entry);
      index.addAll([...entries.values()]);
    }
    return index.search(query).flatMap(({ id }) => {
      const entry = entries.get(id);
      return entry === undefined ? [] : [foundOf(entry)];
    });
  };
  const versionsOf = (name: string): readonly number[] =>
    estate.versionsOf(estate.event(name)?.schema ?? '').map(({ version }) => version);
  return {
    catalog,
    pages: () => {
      pages ??= sitePages(context).map(({ path, title, summary }) => ({ path: markdownPath(path), title, summary }));
      return pages;
    },
    markdown: (path) => (path.endsWith('.md') ? site.file(path) : undefined),
    search,
    usesOf: (event, field) => {
      const uses = estate.usesOfEvent(event);
      return uses === undefined || field === '' ? uses : usesOfField(uses, field);
    },
    judge: (name, schema) => {
      const event = estate.event(name);
      return event === undefined ? undefined : judgeChange(schema, eventDataOf(event, context));
    },
    paths: {
      event: (name, version) => {
        if (estate.event(name) === undefined) return undefined;
        if (version === undefined) return markdownPath(paths.event(name));
        return versionsOf(name).includes(version) ? markdownPath(paths.version(name, version)) : undefined;
      },
      diff: (event, one, other) => {
        const versions = versionsOf(event);
        if (one === other || !versions.includes(one) || !versions.includes(other)) return undefined;
        return markdownPath(paths.diff(event, Math.min(one, other), Math.max(one, other)));
      },
      flow: (event) => (estate.event(event) === undefined ? undefined : markdownPath(paths.flow(event))),
      rule: (id) => (catalog.rules.some((rule) => rule.id === id) ? markdownPath(paths.rule(id)) : undefined),
    },
  };
}

/** A path may lead to a place in a page. */
function foundOf({ kind, title, about, path }: SearchEntry): FoundEntry {
  const [page = '', fragment] = path.split('#', 2);
  return { kind, title, about, path: `${markdownPath(page)}${fragment === undefined ? '' : `#${fragment}`}` };
}
