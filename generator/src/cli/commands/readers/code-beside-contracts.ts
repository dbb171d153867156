import { realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { emitTypeScript } from '../../../emit/typescript/index.ts';
import type { TypeScriptTarget } from '../../../load/read-config.ts';
import type { ContractModel } from '../../../model/contract-model.ts';
import { type FoundReaders, findProjects, findReaders } from '../../../readers/index.ts';

export interface CodeBesideContracts {
  /** Whose generated code is looked for. */
  readonly model: ContractModel;
  readonly typescript: TypeScriptTarget;
  /** Real path of the folder of the configuration, with `/`. */
  readonly root: string;
  /** Real path of the root of the repository, with `/`. */
  readonly repository: string;
  /** Paths and globs of tsconfig.json files. */
  readonly projects: readonly string[];
}

/**
 * The generated code is made of the model in memory, so that it is the model's whether somebody has generated it or not.
 * Throws a `ReadersError` where a project is not there.
 */
export function codeBesideContracts({
  model,
  typescript,
  root,
  repository,
  projects,
}: CodeBesideContracts): FoundReaders {
  // First: the code of a large estate takes seconds to make, and is not needed where nobody uses it.
  const found = findProjects(root, projects);
  const generated = toPosix(join(root, typescript.out));
  const overlay = new Map(emitTypeScript(model, typescript).map(({ path, text }) => [`${generated}/${path}`, text]));
  return findReaders({ root: repository, projects: found, generated, overlay });
}

/** Without symbolic links, with `/`. */
export const realPath = (path: string): string => toPosix(realpathSync(path));

export const toPosix = (path: string): string => path.split(sep).join('/');
