import axe from 'axe-core';
import type { Page } from 'playwright-core';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

declare global {
  interface Window {
    axe?: typeof axe;
  }
}

/** What axe finds on the page as it is now, one line for each element. */
export async function violations(page: Page): Promise<readonly string[]> {
  if (await page.evaluate(() => window.axe === undefined)) await page.evaluate(axe.source);
  return page.evaluate(async (values) => {
    const found = await window.axe?.run(document, {
      runOnly: { type: 'tag', values },
      resultTypes: ['violations'],
    });
    return (found?.violations ?? [{ id: 'axe did not run', nodes: [] }]).flatMap(({ id, nodes }) =>
      nodes.length === 0
        ? [id]
        : nodes.map(({ target, html, failureSummary }) => `${id}: ${target.join(' ')} ${html} ${failureSummary}`),
    );
  }, tags);
}
