import { readdir, readFile } from 'node:fs/promises';
import type { SiteFile } from './build-site.ts';

/** The scripts that pages load. The package has them in the folder `client`; in the repository they are made of their sources. */
export async function clientScripts(): Promise<readonly SiteFile[]> {
  const scripts = import.meta.url.endsWith('.ts')
    ? await (await import('./bundle-client-scripts.ts')).bundleClientScripts()
    : await packagedScripts();
  return [...scripts].map(([name, text]) => ({ path: `assets/${name}`, text }));
}

async function packagedScripts(): Promise<ReadonlyMap<string, string>> {
  const folder = new URL('./client/', import.meta.url);
  const names = (await readdir(folder)).sort();
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(new URL(name, folder), 'utf8')] as const)),
  );
}
