import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { buildSite, type Catalog, clientScripts, type SiteFile } from '../../src/index.ts';
import { buildShop } from '../build-shop.ts';
import { emptyCatalog } from '../catalogs/empty-catalog.ts';
import { hostileCatalog } from '../catalogs/hostile-catalog.ts';
import { largeCatalog } from '../catalogs/large-catalog.ts';
import { findChromium } from './find-chromium.ts';
import { type BuiltPage, samplesOf, templatesOf } from './samples.ts';
import { type FolderServer, serveFolder } from './serve-folder.ts';
import type { SiteName, TestSite } from './sites.ts';

/**
 * Vitest calls it before the first test: builds the sites, serves them and starts one browser for all. What it returns ends
 * them.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'eventwright-sites-'));
  const servers: FolderServer[] = [];
  const serve = async (name: SiteName, write: (site: string) => Promise<void>): Promise<TestSite> => {
    const site = join(folder, name);
    await write(site);
    const pages = await pagesIn(site);
    const [root, below] = await Promise.all([serveFolder(site, '/'), serveFolder(site, '/x/y/')]);
    servers.push(root, below);
    return {
      folder: site,
      root: root.url,
      below: below.url,
      pages: pages.map(({ path }) => path),
      samples: samplesOf(pages),
      templates: templatesOf(pages),
    };
  };
  const scripts = await clientScripts();
  const built = (catalog: Catalog) => (site: string) => writeFiles(site, [...buildSite(catalog), ...scripts]);
  const executablePath = findChromium();
  project.provide('sites', {
    shop: await serve('shop', buildShop),
    empty: await serve('empty', built(emptyCatalog)),
    large: await serve('large', built(largeCatalog(1_000, 3))),
    hostile: await serve('hostile', built(hostileCatalog)),
  });
  const browser = await chromium.launchServer({ executablePath, args: ['--no-sandbox'] });
  project.provide('browser', browser.wsEndpoint());
  return async () => {
    await browser.close();
    await Promise.all(servers.map((server) => server.close()));
    await rm(folder, { recursive: true, force: true });
  };
}

async function writeFiles(folder: string, files: readonly SiteFile[]): Promise<void> {
  for (const directory of new Set(files.map(({ path }) => dirname(join(folder, path))))) {
    await mkdir(directory, { recursive: true });
  }
  for (const { path, text } of files) await writeFile(join(folder, path), text);
}

/** Every page below a folder, sorted. */
async function pagesIn(folder: string): Promise<readonly BuiltPage[]> {
  const names = await readdir(folder, { recursive: true });
  const paths = names.filter((name) => name.endsWith('.html')).sort();
  return Promise.all(paths.map(async (path) => ({ path, bytes: (await stat(join(folder, path))).size })));
}
