import { mkdir, readFile, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from '../process/run.ts';
import { packages } from './packages.ts';
import { repository } from './repository.ts';

interface InstalledManifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/**
 * Installs the tarballs of `packages` into a project as npm would, without a registry: what others made is linked from
 * this repository. Only what the packages declare is there, optional peers too, so an import of anything else fails.
 */
export async function installOffline(project: string, tarballs: readonly string[]): Promise<void> {
  const modules = join(project, 'node_modules');
  const needed = new Set(['@types/node']);
  for (const [index, { manifest }] of packages.entries()) {
    const folder = join(modules, manifest.name);
    await mkdir(folder, { recursive: true });
    const { code, output } = await run('tar', ['-xzf', `${tarballs[index]}`, '-C', folder, '--strip-components', '1']);
    if (code !== 0) throw new Error(`${tarballs[index]} cannot be unpacked: ${output}`);
    const installed: InstalledManifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const declared = { ...installed.dependencies, ...installed.peerDependencies };
    for (const name of Object.keys(declared)) needed.add(name);
  }
  for (const { manifest } of packages) needed.delete(manifest.name);
  for (const name of needed) {
    const link = join(modules, name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(repository, 'node_modules', name), link, 'junction');
  }
}
