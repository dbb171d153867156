import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect, inject, onTestFinished } from 'vitest';
import { type SiteName, siteOf } from './sites.ts';

/** How somebody comes to a page. */
export interface VisitOptions {
  readonly site?: SiteName;
  /** At the root of a server, below a path of one, or as a file. */
  readonly way?: 'root' | 'below' | 'file';
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  readonly hasJavaScript?: boolean;
}

let connecting: Promise<Browser> | undefined;

const browser = (): Promise<Browser> => {
  connecting ??= chromium.connect(inject('browser'));
  return connecting;
};

/**
 * Opens a page in a context of its own. When the test ends it fails where the console had an error, a script threw, a request
 * failed, or one left the site.
 */
export async function visit(path: string, options: VisitOptions = {}): Promise<Page> {
  const { site = 'shop', way = 'root' } = options;
  const home = homeOf(site, way);
  return visitUrl(new URL(path, home).href, home, options);
}

/** The same for any address; requests must stay below `home`. */
export async function visitUrl(url: string, home: string, options: VisitOptions = {}): Promise<Page> {
  const { width = 1_280, scheme = 'light', hasJavaScript = true } = options;
  const context = await (await browser()).newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    javaScriptEnabled: hasJavaScript,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`script: ${error.message}`));
  page.on('requestfailed', (request) => {
    // A page that is left no longer waits for what it asked for.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') troubles.push(`failed: ${request.url()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(home)) troubles.push(`left the site: ${request.url()}`);
  });
  onTestFinished(async () => {
    await context.close();
    expect(troubles).toEqual([]);
  });
  await page.goto(url);
  return page;
}

export function homeOf(name: SiteName, way: 'root' | 'below' | 'file'): string {
  const site = siteOf(name);
  return way === 'file' ? pathToFileURL(join(site.folder, '/')).href : site[way];
}
