import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compile } from './compile.ts';
import { type Package, packages } from './packages.ts';
import { isSource, publishedManifest } from './published-manifest.ts';
import { repository } from './repository.ts';

/**
 * Builds the packages as they are published, each in a folder of its own below `out`, and resolves with these folders.
 * The workspaces stay as they are, with a package.json that leads to sources: rewriting it while npm packs would break
 * whatever runs meanwhile, and npm has no script that runs when packing is interrupted.
 */
export async function stagePackages(out: string): Promise<readonly string[]> {
  const compiled = join(out, '.compiled');
  await rm(compiled, { recursive: true, force: true });
  await compile(packages.flatMap(entriesOf), compiled);
  const folders = await Promise.all(packages.map((one) => stage(one, compiled, out)));
  await rm(compiled, { recursive: true });
  return folders;
}

const entriesOf = ({ folder, manifest, programs = [] }: Package): readonly string[] =>
  [...Object.values(manifest.exports).filter(isSource), ...programs].map((entry) => join(folder, entry));

async function stage(
  { folder, manifest, make, optionalPeers }: Package,
  compiled: string,
  out: string,
): Promise<string> {
  const staged = join(out, folder);
  await rm(staged, { recursive: true, force: true });
  await mkdir(staged);
  await rename(join(compiled, folder, 'src'), join(staged, 'dist'));
  await make?.(join(staged, 'dist'));
  await cp(join(repository, 'LICENSE'), join(staged, 'LICENSE'));
  for (const file of ['README.md', ...manifest.files.filter((file) => file !== 'dist')]) {
    await cp(join(repository, folder, file), join(staged, file), { recursive: true });
  }
  const published = publishedManifest(manifest, optionalPeers);
  await writeFile(join(staged, 'package.json'), `${JSON.stringify(published, undefined, 2)}\n`);
  return staged;
}
