import { describe, expect, it } from 'vitest';
import { link, section, table, text } from './block.ts';
import { continuedPages } from './continue-page.ts';
import type { Page } from './page.ts';
import { blocksHtml } from './page-html.ts';

const names = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `Event${index}`);

const list = (count: number, idOf?: (name: string) => string) =>
  table({
    caption: 'Events',
    rows: names(count),
    empty: '',
    ...(idOf === undefined ? {} : { idOf }),
    columns: [
      { title: 'Event', cell: (name) => [link(`events/${name}.html`, name)] },
      { title: 'Meaning', cell: (name) => [`What ${name} is about, in some words that take their room.`] },
    ],
  });

const page = (...blocks: Page['blocks']): Page => ({
  path: 'events.html',
  title: 'Events',
  summary: '',
  section: 'events',
  trail: [],
  badges: [],
  blocks,
});

const markup = ({ blocks }: Page): string => blocksHtml(blocks, (to) => to).markup;

describe('continuedPages', () => {
  it('leaves a page alone that is short', () => {
    const short = page(text('Some words.'), list(100));
    expect(continuedPages(short)).toEqual([short]);
  });

  it('cuts a long table into pages of their own, with every row once and links from each to all', () => {
    const pages = continuedPages(page(text('Some words.'), ...section('all', 'All', list(1_000))));
    expect(pages.map(({ path }) => path).slice(0, 3)).toEqual(['events.html', 'events~p2.html', 'events~p3.html']);
    const rows = pages.flatMap((one) => [...markup(one).matchAll(/<th scope="row"><a href="events\/(\w+)\.html">/g)]);
    expect(rows.map(([, name]) => name)).toEqual(names(1_000));
    for (const one of pages) {
      expect(markup(one).length).toBeLessThan(45_000);
      for (const { path } of pages) expect(markup(one)).toContain(`<a href="${path}">`);
    }
  });

  it('leaves less room to a table below a long one', () => {
    const pages = continuedPages(page(list(230), list(230)));
    expect(pages.length).toBeGreaterThan(1);
    for (const one of pages) expect(markup(one).length).toBeLessThan(50_000);
  });

  it('keeps rows together that links lead to', () => {
    const whole = page(list(1_000, (name) => name));
    expect(continuedPages(whole)).toEqual([whole]);
  });
});
