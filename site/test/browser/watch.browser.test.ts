import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { run } from '../../../generator/src/cli/main.ts';
import { smallProject, temporaryProject } from '../../../generator/test/temporary-project.ts';
import { visitUrl } from './visit.ts';

const schema = 'asyncapi/order-placed.v1.avsc';

interface Served {
  readonly root: string;
  readonly url: string;
}

/** `eventwright docs serve` of a project of its own, until the test ends. */
async function serve(): Promise<Served> {
  const root = await temporaryProject(smallProject);
  const interrupt = new AbortController();
  let output = '';
  const write = (text: string): void => {
    output += text;
  };
  const exit = run(['docs', 'serve', '--port', '0', '--no-code', '--quiet'], {
    stdout: { write },
    stderr: { write },
    env: {},
    cwd: root,
    signal: interrupt.signal,
  });
  onTestFinished(async () => {
    interrupt.abort();
    await exit;
    await rm(root, { recursive: true, force: true });
  });
  await vi.waitFor(() => expect(output).toMatch(/ on http:\S+ /), { timeout: 30_000, interval: 20 });
  return { root, url: /http:\S+/.exec(output)?.[0] ?? '' };
}

const withField = (name: string): string => (smallProject[schema] ?? '').replace('"orderId"', `"${name}"`);

describe('a page of eventwright docs serve', () => {
  it('shows a change as soon as it is saved', async () => {
    const { root, url } = await serve();
    const page = await visitUrl(`${url}events/OrderPlaced.html`, url);
    await page.getByRole('rowheader', { name: 'orderId' }).waitFor();
    const started = performance.now();
    await writeFile(join(root, schema), withField('orderNumber'));
    await page.getByRole('rowheader', { name: 'orderNumber' }).waitFor();
    console.log(`docs serve: from save to seen ${(performance.now() - started).toFixed(0)} ms`);
    expect(await page.getByRole('rowheader', { name: 'orderId' }).count()).toBe(0);
  });

  it('shows what is wrong with file and line over the page as it was, until it is mended', async () => {
    const { root, url } = await serve();
    const page = await visitUrl(`${url}events/OrderPlaced.html`, url);
    await writeFile(join(root, schema), withField('or der'));
    const overlay = page.getByRole('dialog', { name: 'What is wrong in the contracts' });
    await overlay.waitFor();
    expect(await overlay.textContent()).toMatch(/asyncapi\/order-placed\.v1\.avsc:5:/);
    expect(await page.locator('main').textContent()).toContain('orderId');

    await page.reload();
    await overlay.waitFor();
    expect(await page.locator('main').textContent()).toContain('orderId');

    await writeFile(join(root, schema), withField('orderId'));
    await overlay.waitFor({ state: 'hidden' });
    expect(await page.locator('main').textContent()).toContain('orderId');
  });
});
