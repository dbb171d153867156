import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleClientScripts } from '../../site/src/bundle-client-scripts.ts';

/** Bundles the scripts of the site's pages into its package, which then needs no bundler. */
export async function makeClientScripts(folder: string): Promise<void> {
  await mkdir(join(folder, 'client'));
  for (const [name, text] of await bundleClientScripts()) await writeFile(join(folder, 'client', name), text);
  for (const extension of ['js', 'd.ts']) await rm(join(folder, `bundle-client-scripts.${extension}`));
}
