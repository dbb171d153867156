import { describe, expect, it } from 'vitest';
import { siteOf } from './sites.ts';
import { visit } from './visit.ts';

describe('without JavaScript', () => {
  it.each(siteOf('shop').templates)(
    'a page has its title, its navigation and no button that does nothing: %s',
    async (path) => {
      const page = await visit(path, { hasJavaScript: false });
      expect(await page.locator('h1').count()).toBe(1);
      expect(await page.getByRole('navigation', { name: 'Catalogue' }).getByRole('link').count()).toBeGreaterThan(10);
      for (const button of await page.locator('button').all()) expect(await button.isVisible()).toBe(false);
    },
  );

  it('an event has its fields, its example with its bytes, its versions and their differences', async () => {
    const page = await visit('events/OrderPlaced.html', { hasJavaScript: false, way: 'file' });
    expect(await page.getByRole('rowheader', { name: 'orderId', exact: true }).first().isVisible()).toBe(true);
    expect(await page.locator('#examples pre').first().isVisible()).toBe(true);
    await page.getByRole('link', { name: 'The bytes, one by one' }).click();
    await page.locator('summary').first().click();
    expect(await page.locator('details table').first().isVisible()).toBe(true);
    await page.goBack();
    await page.locator('#versions').getByRole('link', { name: 'version 1' }).first().click();
    expect(await page.locator('h1').textContent()).toContain('version 1');
  });

  it('the what-if page says what does the same', async () => {
    const page = await visit('what-if.html', { hasJavaScript: false });
    expect(await page.locator('noscript').evaluate((one) => one.checkVisibility())).toBe(true);
    expect(await page.locator('textarea').isVisible()).toBe(false);
  });
});
