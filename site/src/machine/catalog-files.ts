import { type JsonValue, jsonText } from '@eventwright/avro';
import type { SiteFile } from '../build-site.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { SiteContext } from '../site-context.ts';
import { catalogSchema } from './catalog-schema.ts';
import { changesFeed } from './changes-feed.ts';

export const catalogPaths = ['catalog.json', 'catalog.schema.json', 'feed.xml'] as const;

/** What is for programs: the catalogue, and a feed of changes. */
export function catalogFiles({ estate, settings }: SiteContext): readonly SiteFile[] {
  const { catalog } = estate;
  const texts = {
    'catalog.json': catalogJson(catalog),
    'catalog.schema.json': `${JSON.stringify(catalogSchema, undefined, 2)}\n`,
    'feed.xml': changesFeed(catalog, settings),
  };
  return catalogPaths.map((path) => ({ path, text: texts[path] }));
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
