import { describe, expect, it } from 'vitest';
import { overflowing } from './layout.ts';
import { siteOf } from './sites.ts';
import { visit } from './visit.ts';

describe('contracts of somebody who means no good', () => {
  it.each(siteOf('hostile').samples)('run nothing, and push nothing out of the window: %s', async (path) => {
    const page = await visit(encodeURI(path), { site: 'hostile', width: 320, way: 'file' });
    for (const details of await page.locator('details').all()) await details.locator('summary').first().click();
    expect(await page.evaluate(() => 'attacked' in window)).toBe(false);
    expect(await page.locator('main img, main b, main [onclick], a[href^="javascript"]').count()).toBe(0);
    expect(await overflowing(page)).toEqual([]);
  });

  it('run nothing in the search, whose results they are', async () => {
    const page = await visit('index.html', { site: 'hostile' });
    await page.keyboard.press('/');
    await page.locator('dialog.search input').fill('onerror');
    await page.locator('dialog.search [role=option]').first().waitFor();
    expect(await page.evaluate(() => 'attacked' in window)).toBe(false);
    expect(await page.locator('dialog.search img').count()).toBe(0);
  });

  it('run nothing in the what-if box', async () => {
    const page = await visit('what-if.html', { site: 'hostile' });
    const select = page.locator('select');
    for (const value of await select
      .locator('option')
      .evaluateAll((all: HTMLOptionElement[]) => all.map((one) => one.value))) {
      await select.selectOption(value);
      await page.waitForFunction(() => (document.querySelector('textarea')?.value ?? '') !== '');
    }
    expect(await page.evaluate(() => 'attacked' in window)).toBe(false);
  });

  it('show which way a name is written that would turn the text around', async () => {
    const page = await visit('events.html', { site: 'hostile' });
    expect(await page.locator('main').textContent()).toContain(String.raw`\u202egnp.egami\u202c`);
  });
});
