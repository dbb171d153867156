import type { Page } from 'playwright-core';

/** What makes the page wider than the window, or is cut off by it without a way to scroll to it. */
export const overflowing = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const root = document.documentElement;
    const wide = root.scrollWidth > innerWidth ? [`the page is ${root.scrollWidth} px wide`] : [];
    const isScrolled = (one: Element | null): boolean => {
      for (let above = one; above !== null; above = above.parentElement) {
        if (/auto|scroll/.test(getComputedStyle(above).overflowX)) return true;
      }
      return false;
    };
    const outside = [...document.querySelectorAll('main *, header *, nav *')]
      .filter((one) => one.checkVisibility() && !one.closest('.skip, thead'))
      .filter((one) => {
        const { right, width } = one.getBoundingClientRect();
        return width > 0 && right > innerWidth + 1 && !isScrolled(one);
      })
      .map((one) => `<${one.tagName.toLowerCase()} class="${one.getAttribute('class') ?? ''}"> leaves the window`);
    return [...wide, ...outside.slice(0, 5)];
  });

/** What a finger would miss: WCAG 2.2 wants 24 px, except for links within a text. */
export const smallTargets = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('button, input, select, textarea, summary, nav a, header a, [role=option]')]
      .filter((one) => one.checkVisibility())
      .filter((one) => {
        const { width, height } = one.getBoundingClientRect();
        return width < 24 || height < 24;
      })
      .map((one) => {
        const { width, height } = one.getBoundingClientRect();
        return `${one.tagName} '${one.textContent}' is ${width.toFixed(0)} x ${height.toFixed(0)} px`;
      }),
  );
