import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { siteOf } from './sites.ts';
import { visit } from './visit.ts';

interface Focus {
  readonly order: number;
  readonly isVisible: boolean;
  readonly what: string;
}

declare global {
  interface Window {
    /** Where the focus was, one after the other. */
    focused?: Focus[];
  }
}

/** Numbers what can be reached, in its order, has the page record where the focus goes, and says how much there is. */
const watchFocus = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const all = [
      ...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]'),
    ].filter((one) => one.checkVisibility({ visibilityProperty: true }));
    window.focused = [];
    document.addEventListener('focusin', ({ target }) => {
      if (!(target instanceof Element)) return;
      const { outlineStyle, outlineWidth } = getComputedStyle(target);
      window.focused?.push({
        order: all.indexOf(target),
        isVisible: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0,
        what: target.outerHTML.slice(0, 120),
      });
    });
    return all.length;
  });

describe('the keyboard', () => {
  it.each(siteOf('shop').templates)(
    'reaches everything on a page, in its order, and one sees where it is: %s',
    {
      timeout: 120_000,
    },
    async (path) => {
      const page = await visit(path);
      const count = Math.min(await watchFocus(page), 120);
      for (let pressed = 0; pressed < count; pressed += 1) await page.keyboard.press('Tab');
      const focused = (await page.evaluate(() => window.focused)) ?? [];
      expect(focused.map(({ order }) => order)).toEqual(Array.from({ length: count }, (_, index) => index));
      expect(focused.filter(({ isVisible }) => !isVisible)).toEqual([]);
    },
  );

  it('leads past the navigation at once', async () => {
    const page = await visit('events/OrderPlaced.html');
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
  });

  it('opens the search by a slash, goes through what is found and to it, and comes back by Escape', async () => {
    const page = await visit('services.html');
    await page.getByRole('link', { name: 'orders', exact: true }).first().focus();
    const before = await page.evaluate(() => document.activeElement?.outerHTML);
    await page.keyboard.press('/');
    const input = page.getByRole('combobox', { name: 'Search the catalogue' });
    await input.waitFor();
    expect(await input.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.locator('dialog.search').evaluate((one: HTMLDialogElement) => one.open)).toBe(false);
    expect(await page.evaluate(() => document.activeElement?.outerHTML)).toBe(before);

    await page.keyboard.press('/');
    await page.keyboard.type('order');
    const chosen = page.locator('dialog.search [aria-selected="true"]');
    await chosen.waitFor();
    const first = await chosen.getAttribute('href');
    await page.keyboard.press('ArrowDown');
    const second = await chosen.getAttribute('href');
    expect(second).not.toBe(first);
    await page.keyboard.press('ArrowUp');
    expect(await chosen.getAttribute('href')).toBe(first);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await chosen.getAttribute('href')).toBe(second);
    await Promise.all([page.waitForURL(new URL(second ?? '', page.url()).href), page.keyboard.press('Enter')]);
    expect(await page.locator('h1').count()).toBe(1);
  });

  it('types a slash where one types', async () => {
    const page = await visit('events.html');
    await page.locator('.filter').focus();
    await page.keyboard.type('a/b');
    expect(await page.locator('.filter').inputValue()).toBe('a/b');
    expect(await page.locator('dialog.search').count()).toBe(0);
  });

  it('switches the theme and copies code', async () => {
    const page = await visit('events/OrderPlaced.html');
    await page.getByRole('button', { name: 'Dark or light' }).focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const copies = page.locator('button.copies').first();
    const code = await copies.evaluate((one) => one.closest('figure')?.querySelector('code')?.textContent);
    await copies.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code);
  });

  it('opens what is folded', async () => {
    const page = await visit('events/OrderPlaced/bytes.html');
    const summary = page.locator('summary').first();
    await summary.focus();
    await page.keyboard.press('Space');
    expect(
      await page
        .locator('details')
        .first()
        .evaluate((one: HTMLDetailsElement) => one.open),
    ).toBe(true);
  });
});
