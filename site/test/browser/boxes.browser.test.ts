import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { siteOf } from './sites.ts';
import { visit } from './visit.ts';

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const boxes = (page: Page): Promise<Readonly<Record<'bar' | 'navigation' | 'main' | 'title' | 'footer', Box>>> =>
  page.evaluate(() => {
    const boxOf = (selector: string): Box => {
      const { left, right, top, bottom } = document.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect();
      return { left, right, top, bottom };
    };
    return {
      bar: boxOf('.bar'),
      navigation: boxOf('nav.side'),
      main: boxOf('main'),
      title: boxOf('h1'),
      footer: boxOf('footer'),
    };
  });

describe('the parts of a page', () => {
  it.each(siteOf('shop').templates)('stand where they belong, on a desk and on a phone: %s', async (path) => {
    const page = await visit(path);
    const wide = await boxes(page);
    expect(wide.bar.top).toBe(0);
    expect(wide.navigation.right).toBeLessThanOrEqual(wide.main.left);
    expect(wide.title.top).toBeGreaterThanOrEqual(wide.bar.bottom);
    expect(wide.title.bottom).toBeLessThan(300);
    expect(wide.footer.top).toBeGreaterThan(wide.title.bottom);
    expect(wide.footer.bottom).toBeLessThanOrEqual(wide.main.bottom);

    await page.setViewportSize({ width: 390, height: 844 });
    const narrow = await boxes(page);
    expect(narrow.navigation.bottom).toBeLessThanOrEqual(narrow.main.top + 1);
    expect(narrow.title.left).toBeGreaterThanOrEqual(0);
    expect(narrow.title.right).toBeLessThanOrEqual(390);
    // What the page is about can be seen without scrolling.
    expect(narrow.title.top).toBeLessThan(500);
  });
});
