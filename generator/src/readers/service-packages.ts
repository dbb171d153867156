import { basename, dirname, join } from 'node:path';
import { ts } from 'ts-morph';

/** A package of the workspace: what is deployed as a service, as far as the code says. */
export interface ServicePackage {
  /** Absolute. */
  readonly folder: string;
  /** From its package.json, else the name of its folder. */
  readonly name: string;
}

/** Tells the package of a file: the nearest package.json above it. */
export function createPackages(root: string): (file: string) => ServicePackage {
  const known = new Map<string, ServicePackage>();
  const ofFolder = (folder: string): ServicePackage => {
    const earlier = known.get(folder);
    if (earlier !== undefined) return earlier;
    const text = ts.sys.readFile(join(folder, 'package.json'));
    const above = dirname(folder);
    const isTop = folder === root || above === folder;
    const found =
      text === undefined && !isTop ? ofFolder(above) : { folder, name: packageName(text) ?? basename(folder) };
    known.set(folder, found);
    return found;
  };
  return (file) => ofFolder(dirname(file));
}

/** What a repository is called by: its package.json's name, else that of its folder. */
export const repositoryName = (root: string): string =>
  packageName(ts.sys.readFile(join(root, 'package.json'))) ?? basename(root);

function packageName(text: string | undefined): string | undefined {
  try {
    const json: unknown = JSON.parse(text ?? '');
    const name = typeof json === 'object' && json !== null && 'name' in json ? json.name : undefined;
    return typeof name === 'string' && name !== '' ? name : undefined;
  } catch {
    return undefined;
  }
}
