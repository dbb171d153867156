import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { visit } from './visit.ts';

const repository = new URL('../../../', import.meta.url);

describe('somebody who has never seen the shop', () => {
  it.each(['search', 'links'])(
    'finds in three clicks who breaks if currency goes, with file and line: by %s',
    async (way) => {
      const page = await visit('index.html', { way: 'file' });
      let clicks = 0;
      const click = async (name: string | RegExp, role: 'link' | 'button' = 'link'): Promise<void> => {
        await page.getByRole(role, { name, exact: true }).first().click();
        clicks += 1;
      };
      if (way === 'search') {
        await click(/^Search/, 'button');
        await page.keyboard.type('currency');
        const first = page.locator('dialog.search [role=option]').first();
        await first.filter({ hasText: 'currency' }).waitFor();
        await first.click();
        clicks += 1;
      } else {
        await click(/^Fields/);
        await click('currency');
      }
      expect(clicks).toBeLessThanOrEqual(3);
      const answer = await page.getByRole('note').textContent();
      expect(answer).toMatch(/^If currency goes, this breaks: /);
      for (const service of ['notifications', 'payments']) expect(answer).toContain(service);

      const places = await page.locator('#uses td[data-title="Where"]').allTextContents();
      expect(places.length).toBeGreaterThan(2);
      for (const place of places) {
        const [, file = '', line = ''] = /^(.*):(\d+)$/.exec(place) ?? [];
        const path = fileURLToPath(new URL(file, repository));
        expect([place, existsSync(path)]).toEqual([place, true]);
        expect(readFileSync(path, 'utf8').split('\n').length).toBeGreaterThanOrEqual(Number(line));
      }
    },
  );
});
