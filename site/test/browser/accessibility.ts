import axe from 'axe-core';
import type { Page } from 'playwright-core';

const everything: axe.RunOnly = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};
const colours: axe.RunOnly = { type: 'rule', values: ['color-contrast'] };

declare global {
  interface Window {
    axe?: typeof axe;
  }
}

/** What axe finds on the page as it is now, one line for each element. */
export async function violations(page: Page, rules: 'all' | 'colours' = 'all'): Promise<readonly string[]> {
  if (await page.evaluate(() => window.axe === undefined)) await page.evaluate(axe.source);
  return page.evaluate(
    async (runOnly) => {
      const found = await window.axe?.run(document, {
        runOnly,
        resultTypes: ['violations'],
        // It would ask for the style once more, which a page that was opened as a file may not.
        preload: false,
      });
      return (found?.violations ?? [{ id: 'axe did not run', nodes: [] }]).flatMap(({ id, nodes }) =>
        nodes.length === 0
          ? [id]
          : nodes.map(({ target, html, failureSummary }) => `${id}: ${target.join(' ')} ${html} ${failureSummary}`),
      );
    },
    rules === 'all' ? everything : colours,
  );
}
