import { describe, expect, it } from 'vitest';
import { buildSite, type Catalog } from '../src/index.ts';
import { largeCatalog } from './catalogs/large-catalog.ts';

const catalog = largeCatalog(60, 2);

/** With other words for the first field of the newest version of an event. */
const withOtherWords = (event: number): Catalog => ({
  ...catalog,
  schemas: catalog.schemas.map((schema) =>
    schema.name.endsWith(`.Event${event}`) && schema.version === 2
      ? { ...schema, text: schema.text.replace(`Field 0 of event ${event}.`, 'In other words.') }
      : schema,
  ),
});

const filesOf = (site: Catalog): ReadonlyMap<string, string> =>
  new Map(buildSite(site).map(({ path, text }) => [path, text]));

describe('a site', () => {
  const files = filesOf(catalog);

  it('is a function of its catalogue: the same again, byte for byte', () => {
    expect(filesOf(largeCatalog(60, 2))).toEqual(files);
  });

  it('changes where one contract changes, and nowhere else', () => {
    const after = filesOf(withOtherWords(7));
    expect([...after.keys()].filter((path) => !files.has(path) && !path.startsWith('schemas/'))).toEqual([]);
    const changed = [...after].filter(([path, text]) => files.get(path) !== text).map(([path]) => path);
    expect(changed).toContain('events/Event7.html');
    const own =
      /^(?:events\/Event7(?:\.|\/(?:v2|v1-v2)\.)|data\/Event7\.js|types\/estate\.domain7\.Event7\.|flows\/Event7\.)/;
    const about =
      /^(?:fields|search|schemas|domains)\/|^(?:catalog\.json|fields\.\w+|llms-full\.txt|types(?:~p\d+)?\.\w+)$/;
    expect(changed.filter((path) => !own.test(path) && !about.test(path))).toEqual([]);
  });
});

describe('a site of 1,000 events', () => {
  it('has no page of 60 KB, whatever it lists', { timeout: 180_000 }, () => {
    const large = buildSite(largeCatalog(1_000, 3)).filter(
      ({ path, text }) => path.endsWith('.html') && Buffer.byteLength(text) >= 60_000,
    );
    expect(large.map(({ path, text }) => `${path}: ${Buffer.byteLength(text)}`)).toEqual([]);
  });
});
