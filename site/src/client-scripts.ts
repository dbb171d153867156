import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { SiteFile } from './build-site.ts';

/** The scripts that pages load, each as one classic script: modules do not run from a folder. */
export async function clientScripts(): Promise<readonly SiteFile[]> {
  const { outputFiles } = await build({
    entryPoints: entries.map((name) => fileURLToPath(new URL(`../client/${name}${extension}`, import.meta.url))),
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    write: false,
    outdir: 'assets',
  });
  return outputFiles.map(({ path, text }) => ({ path: `assets/${path.slice(path.lastIndexOf('/') + 1)}`, text }));
}

const entries = ['not-found', 'site', 'theme', 'what-if'] as const;

/** Sources here, what is made of them in the package. */
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
