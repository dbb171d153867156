import type { Catalog } from './catalog/catalog.ts';
import { type Estate, estateOf } from './catalog/estate.ts';
import { type Links, linksIn } from './links.ts';
import { type DictionaryEntry, fieldDictionary } from './schema/field-dictionary.ts';
import { type SitePaths, sitePaths } from './site-paths.ts';

/** What every page is made from. */
export interface SiteContext {
  readonly estate: Estate;
  readonly paths: SitePaths;
  readonly links: Links;
  /** All field names, sorted. */
  readonly dictionary: readonly DictionaryEntry[];
  readonly settings: SiteSettings;
}

/** What is not said by contracts. */
export interface SiteSettings {
  /** Where a file of the repository can be looked at; `{file}` and `{line}` stand for the place. */
  readonly source?: string;
  /** Where a topic can be watched live; `{topic}` stands for its address, `{event}` and `{version}` for what is looked for there. */
  readonly console?: string;
  /** Address of the published site, for feed and sitemap, which need absolute ones. */
  readonly address?: string;
}

export function siteContext(catalog: Catalog, settings: SiteSettings): SiteContext {
  const estate = estateOf(catalog);
  const dictionary = fieldDictionary(estate);
  const paths = sitePaths(
    catalog,
    estate.types.map(({ name }) => name),
    dictionary.map(({ name }) => name),
  );
  return { estate, paths, links: linksIn(estate, paths), dictionary, settings };
}
