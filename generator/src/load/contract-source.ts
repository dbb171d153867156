import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { type ContractFiles, listContractFiles } from './contract-files.ts';
import { readSource } from './read-source.ts';
import type { ReadText } from './read-text.ts';

export interface LoadOptions {
  /** Absolute path of the folder of the configuration file. */
  readonly root: string;
  /** The contracts folder, relative to it, with `/`. */
  readonly contracts: string;
}

/** Where contracts are: in a folder on disk, in a commit. Paths are relative to the folder of the configuration file. */
export interface ContractSource {
  list(): Promise<ContractFiles>;
  /** Undefined where the file does not exist; whatever else is wrong is a finding. */
  read(path: string): Promise<ReadText | undefined>;
}

/** The contracts on disk. Rejects where there is no such folder. */
export async function openFolder({ root, contracts }: LoadOptions): Promise<ContractSource> {
  const folder = { root, realFolder: await realpath(join(root, contracts)) };
  return {
    list: () => listContractFiles(root, contracts),
    read: (path) => readSource(folder, path),
  };
}
