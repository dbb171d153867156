import { describe, expect, it } from 'vitest';
import { buildSite, openSite } from './build-site.ts';
import { smallCatalog } from './testing/small-catalog.ts';

const settings = { address: 'https://docs.shop.example/' };
const script = { path: 'assets/site.js', text: 'run();' };

describe('openSite', () => {
  it('has the same files one by one, in any order, as all at once', () => {
    const site = openSite(smallCatalog, settings);
    const files = buildSite(smallCatalog, settings);
    expect(files.toReversed().map(({ path }) => ({ path, text: site.file(path) }))).toEqual(files.toReversed());
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
