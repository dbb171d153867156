import { describe, expect, it } from 'vitest';
import { violations } from './accessibility.ts';
import { overflowing, smallTargets } from './layout.ts';
import { type SiteName, siteOf } from './sites.ts';
import { homeOf, visit } from './visit.ts';

const widths = [320, 768, 1_280] as const;
const schemes = ['light', 'dark'] as const;
/** A theme is colours and nothing else. */
const rules = { light: 'all', dark: 'colours' } as const;

/** The shop's are the kinds of pages that there are; the others are about what may stand on them. */
const pages: readonly (readonly [SiteName, string])[] = [
  ...siteOf('shop').templates.map((path) => ['shop', path] as const),
  ...['index.html', 'events.html', 'map.html', 'what-if.html', 'changes.html'].map((path) => ['empty', path] as const),
  ...['index.html', 'events.html', 'map.html', 'compatibility.html'].map((path) => ['large', path] as const),
];

describe('a page', () => {
  it.each(pages)('of %s fits every screen, in both themes, and axe finds nothing: %s', async (site, path) => {
    const page = await visit(path, { site, width: widths[0] });
    const found: string[] = [];
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      found.push(...(await overflowing(page)).map((what) => `${width} px: ${what}`));
      if (width === 320) found.push(...(await smallTargets(page)).map((what) => `${width} px: ${what}`));
      for (const colorScheme of schemes) {
        await page.emulateMedia({ colorScheme });
        found.push(
          ...(await violations(page, rules[colorScheme])).map((what) => `${width} px, ${colorScheme}: ${what}`),
        );
      }
    }
    expect(found).toEqual([]);
  });

  it.each(siteOf('shop').templates)('can be read at twice the size of text: %s', async (path) => {
    const page = await visit(path, { width: 640 });
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%';
    });
    expect(await overflowing(page)).toEqual([]);
  });

  it.each(siteOf('shop').templates)('is whole on paper: %s', async (path) => {
    const page = await visit(path, { width: 794 });
    await page.emulateMedia({ media: 'print' });
    const cut = await page.evaluate(() =>
      [...document.querySelectorAll('table, pre')]
        .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 || one.scrollWidth > one.clientWidth + 1)
        .map((one) => `${one.tagName} ${one.textContent.slice(0, 80)}`),
    );
    expect(cut).toEqual([]);
  });

  it.each(['root', 'below', 'file'] as const)(
    'is the same wherever the site is: %s',
    { timeout: 180_000 },
    async (way) => {
      const page = await visit('index.html', { way });
      for (const path of siteOf('shop').templates) {
        await page.goto(new URL(path, homeOf('shop', way)).href);
        const state = await page.evaluate(() => ({
          isStyled: getComputedStyle(document.querySelector('.bar') ?? document.body).display,
          isScripted: document.documentElement.classList.contains('scripted'),
          theme: document.querySelector('[data-action="theme"]')?.checkVisibility(),
        }));
        expect([path, state]).toEqual([path, { isStyled: 'flex', isScripted: true, theme: true }]);
      }
    },
  );
});

describe('what is hidden until it is asked for', () => {
  it.each(schemes)('has no violation either: search, results, no results, a filter, details, %s', async (scheme) => {
    const page = await visit('events/OrderPlaced/bytes.html', { scheme });
    for (const details of await page.locator('details').all()) await details.locator('summary').first().click();
    const found = [...(await violations(page))];
    await page.keyboard.press('/');
    found.push(...(await violations(page)));
    for (const words of ['order', 'qqqqqqqq']) {
      await page.locator('dialog.search input').fill(words);
      await page.locator('dialog.search [role=status]', { hasText: /found|Nothing/ }).waitFor();
      found.push(...(await violations(page)));
    }
    expect(found).toEqual([]);

    const list = await visit('events.html', { scheme, width: 320 });
    await list.locator('.filter').fill('payment');
    expect(await violations(list)).toEqual([]);
  });

  it('is no violation in the other theme than that of the system, which is kept for the next page', async () => {
    const page = await visit('events/OrderPlaced.html', { scheme: 'light' });
    await page.getByRole('button', { name: 'Dark or light' }).click();
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
      'rgb(18, 22, 27)',
    );
    expect(await violations(page)).toEqual([]);
    await page.goto(new URL('../events.html', page.url()).href);
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
  });
});
