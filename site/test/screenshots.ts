// Pictures of the shop's site for the documentation: `npm run screenshots [folder of a site that is built already]`.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { findChromium } from './browser/find-chromium.ts';
import { buildShop } from './build-shop.ts';

interface Picture {
  readonly name: string;
  readonly path: string;
  readonly width: number;
  readonly scheme: 'light' | 'dark';
}

const wide = [
  { name: 'home', path: 'index.html' },
  { name: 'event', path: 'events/OrderPlaced.html' },
  { name: 'diff', path: 'events/OrderPlaced/v1-v2.html' },
  { name: 'matrix', path: 'events/OrderPlaced.html#compatibility' },
  { name: 'map', path: 'map.html' },
  { name: 'flow', path: 'flows/OrderPlaced.html' },
];

const pictures: readonly Picture[] = [
  ...wide.flatMap(({ name, path }) =>
    (['light', 'dark'] as const).map((scheme) => ({ name: `${name}-${scheme}`, path, width: 1_280, scheme })),
  ),
  { name: 'home-phone', path: 'index.html', width: 390, scheme: 'light' },
  { name: 'event-phone', path: 'events/OrderPlaced.html', width: 390, scheme: 'dark' },
];

const out = fileURLToPath(new URL('../../docs/images/', import.meta.url));

async function shoot(browser: Browser, site: string, { name, path, width, scheme }: Picture): Promise<void> {
  const page = await browser.newPage({
    viewport: { width, height: width < 500 ? 844 : 800 },
    colorScheme: scheme,
    reducedMotion: 'reduce',
  });
  await page.goto(new URL(path, pathToFileURL(join(site, '/'))).href);
  await page.screenshot({ path: join(out, `site-${name}.png`), animations: 'disabled' });
  await page.close();
}

const [, , given] = process.argv;
const folder = given === undefined ? await mkdtemp(join(tmpdir(), 'eventwright-pictures-')) : resolve(given);
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
try {
  if (given === undefined) await buildShop(folder);
  await mkdir(out, { recursive: true });
  for (const picture of pictures) await shoot(browser, folder, picture);
} finally {
  await browser.close();
  if (given === undefined) await rm(folder, { recursive: true, force: true });
}
