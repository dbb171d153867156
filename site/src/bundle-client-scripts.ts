import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const entries = ['not-found', 'site', 'theme', 'what-if'] as const;

/** Each of the scripts that pages load as one classic script, by its name: modules do not run from a folder. */
export async function bundleClientScripts(): Promise<ReadonlyMap<string, string>> {
  const { outputFiles } = await build({
    entryPoints: entries.map((name) => fileURLToPath(new URL(`../client/${name}.ts`, import.meta.url))),
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    write: false,
    outdir: 'assets',
  });
  return new Map(outputFiles.map(({ path, text }) => [path.slice(path.lastIndexOf('/') + 1), text]));
}
