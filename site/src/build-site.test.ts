import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { buildSite } from './build-site.ts';
import type { Catalog } from './catalog/catalog.ts';
import { smallCatalog } from './testing/small-catalog.ts';

/** Attributes that lead somewhere, of a document. */
const addressesIn = (text: string): readonly string[] =>
  [...text.matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, address = '']) => address.replaceAll('&amp;', '&'));

const clientScript = /^assets\/(?:not-found|site|theme|what-if)\.js$/;

describe('buildSite', () => {
  const files = buildSite(smallCatalog);
  const texts = new Map(files.map(({ path, text }) => [path, text]));

  it('gives the same bytes for the same catalogue', () => {
    expect(buildSite(smallCatalog)).toEqual(files);
  });

  it('has no link that leads nowhere, and no anchor that is not there', () => {
    const dead: string[] = [];
    for (const { path, text } of files.filter((file) => file.path.endsWith('.html'))) {
      for (const address of addressesIn(text)) {
        const url = new URL(address, `http://site.example/${path}`);
        const target = decodeURIComponent(url.pathname.slice(1));
        const anchor = decodeURIComponent(url.hash.slice(1));
        if (clientScript.test(target)) continue;
        const page = texts.get(target);
        if (page === undefined || (anchor !== '' && !page.includes(` id="${anchor}"`)))
          dead.push(`${path}: ${address}`);
      }
    }
    expect(dead).toEqual([]);
  });

  it('leads from every page only to files beside it, so that it works below any address', () => {
    const absolute = files.flatMap(({ path, text }) =>
      path.endsWith('.html') ? addressesIn(text).filter((address) => /^(?:\/|[a-z]+:)/i.test(address)) : [],
    );
    expect(absolute).toEqual([]);
  });

  it('shows in three steps who breaks where a field goes', () => {
    expect(texts.get('index.html')).toContain('href="events.html"');
    expect(texts.get('events.html')).toContain('href="events/OrderPlaced.html"');
    expect(texts.get('events/OrderPlaced.md')).toContain(
      '| `total` | decimal(12, 2) | required | What it costs. | [billing](../services/billing.md) reads it |',
    );
  });

  it('says of an event what its contract says, in HTML and in Markdown', () => {
    const markdown = texts.get('events/OrderPlaced.md') ?? '';
    expect(markdown).toContain('# OrderPlaced');
    expect(markdown).toContain('- **Owner:** [shop-team](../owners/shop-team.md)');
    expect(markdown).toContain('| version 2 | reads it | the same |');
    expect(texts.get('events/OrderPlaced.html')).toContain('<td data-title="Meaning">What it costs.</td>');
  });

  it('keeps a page for each version, and one for what changed between any two', () => {
    expect([...texts.keys()].filter((path) => /^events\/OrderPlaced.*html$/.test(path))).toEqual([
      'events/OrderPlaced.html',
      'events/OrderPlaced/bytes.html',
      'events/OrderPlaced/v1-v2.html',
      'events/OrderPlaced/v1.html',
      'events/OrderPlaced/v2.html',
    ]);
    expect(texts.get('events/OrderPlaced/v1-v2.md')).toContain('`shop.OrderPlaced.note`');
  });

  it('lets no name or text of a contract become markup', () => {
    const hostile = '</script><img src=x onerror=alert(1)>';
    const [event, ...others] = smallCatalog.events;
    if (event === undefined) throw new Error('no event');
    const catalog: Catalog = {
      ...smallCatalog,
      title: hostile,
      events: [{ ...event, title: hostile, description: `${hostile}\n\n[a](javascript:alert(1))` }, ...others],
    };
    const marked = buildSite(catalog).filter(
      ({ path, text }) => path.endsWith('.html') && /<img|href="javascript/i.test(text),
    );
    expect(marked.map(({ path }) => path)).toEqual([]);
  });

  it('gives the catalogue as data, by the schema beside it', () => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
    const check = ajv.compile(JSON.parse(texts.get('catalog.schema.json') ?? ''));
    const catalog: unknown = JSON.parse(texts.get('catalog.json') ?? '');
    check(catalog);
    expect(check.errors).toBeNull();
    expect(catalog).toMatchObject({ format: 1, events: [{ name: 'OrderPlaced' }] });
  });

  it('tells assistants where to find what', () => {
    expect(texts.get('llms.txt')).toContain('- [OrderPlaced](events/OrderPlaced.md): A customer placed an order.');
  });

  it('has a map with whole addresses where it knows its own', () => {
    const named = buildSite(smallCatalog, { address: 'https://docs.shop.example/events' });
    const map = named.find(({ path }) => path === 'sitemap.xml')?.text ?? '';
    expect(map).toContain('<loc>https://docs.shop.example/events/events/OrderPlaced.html</loc>');
    expect(texts.has('sitemap.xml')).toBe(false);
  });

  it('is built of an estate without anything', () => {
    const empty: Catalog = {
      ...smallCatalog,
      services: [],
      topics: [],
      events: [],
      schemas: [],
      uses: undefined,
      releases: [],
    };
    expect(buildSite(empty).map(({ path }) => path)).toContain('index.html');
  });
});
