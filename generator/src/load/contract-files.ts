import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';

/** What the contracts folder holds, as sorted paths relative to the folder of the configuration file. */
export interface ContractFiles {
  /** YAML and JSON files at the top of the folder; those with an `asyncapi` key are application documents. */
  readonly documents: readonly string[];
  /** Every `.avsc` file below it. */
  readonly schemas: readonly string[];
  /** YAML and JSON files below it, in whatever order: what a reference may mean that leads nowhere. */
  readonly parts?: readonly string[];
}

/** Lists the contracts folder. Rejects where it does not exist. Hidden folders and `node_modules` are passed over. */
export async function listContractFiles(root: string, contracts: string): Promise<ContractFiles> {
  const entries = await readdir(join(root, contracts), { withFileTypes: true });
  const documents = entries
    .filter((entry) => !entry.isDirectory() && /\.(ya?ml|json)$/.test(entry.name) && !entry.name.startsWith('.'))
    .map((entry) => posix.join(contracts, entry.name));
  const below = await filesBelow(root, contracts, entries);
  return {
    documents: documents.sort(),
    schemas: below.filter((path) => path.endsWith('.avsc')).sort(),
    parts: below.filter((path) => /\.(ya?ml|json)$/.test(path)),
  };
}

async function filesBelow(root: string, folder: string, entries: readonly Dirent[]): Promise<readonly string[]> {
  const below = await Promise.all(
    entries.map(async (entry) => {
      const path = posix.join(folder, entry.name);
      if (!entry.isDirectory()) return [path];
      if (entry.name.startsWith('.') || entry.name === 'node_modules') return [];
      return filesBelow(root, path, await readdir(join(root, path), { withFileTypes: true }));
    }),
  );
  return below.flat();
}
