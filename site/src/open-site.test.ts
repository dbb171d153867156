import { describe, expect, it } from 'vitest';
import { buildSite, openSite } from './build-site.ts';
import type { PageHead } from './page/page-head.ts';
import { smallCatalog } from './testing/small-catalog.ts';

const settings = { address: 'https://docs.shop.example/' };
const script = { path: 'assets/site.js', text: 'run();' };

describe('openSite', () => {
  it('has the same files one by one, in any order, as all at once', () => {
    const site = openSite(smallCatalog, settings);
    const files = buildSite(smallCatalog, settings);
    expect(files.toReversed().map(({ path }) => ({ path, text: site.file(path) }))).toEqual(files.toReversed());
  });

  it('has the same files made part by part, in any order, by sites that do not know each other', () => {
    const files = new Map<string, string>();
    const told = Array.from({ length: openSite(smallCatalog, settings).parts }, (): readonly PageHead[] => []);
    for (const index of [...told.keys()].reverse()) {
      const part = openSite(smallCatalog, settings).part(index);
      for (const { path, text } of part.files) files.set(path, text);
      // As a thread tells another one.
      told[index] = structuredClone(part.told);
    }
    for (const { path, text } of openSite(smallCatalog, settings).filesAfter(told)) files.set(path, text);
    const sorted = [...files].map(([path, text]) => ({ path, text })).sort((a, b) => (a.path < b.path ? -1 : 1));
    expect(sorted).toEqual(buildSite(smallCatalog, settings));
  });

  it('has nothing else', () => {
    const site = openSite(smallCatalog, settings);
    for (const path of [
      '',
      'events',
      'events/Unknown.html',
      'no-such.html',
      'assets/../catalog.json',
      'data/Unknown.js',
    ]) {
      expect([path, site.file(path)]).toEqual([path, undefined]);
    }
  });

  it('has the scripts that it is given', () => {
    const site = openSite(smallCatalog, {}, [script]);
    expect(site.file('assets/site.js')).toBe('run();');
    expect([...site.files()]).toContainEqual(script);
  });
});
