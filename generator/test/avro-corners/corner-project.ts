import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { emitTypeScript } from '../../src/emit/typescript/index.ts';
import type { ContractModel } from '../../src/model/contract-model.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { ImportExtension } from '../../src/print/typescript-draft.ts';
import { readContracts } from '../../src/read-contracts.ts';
import { temporaryProject } from '../temporary-project.ts';

/** A copy of the fixtures, with generated code and what it imports beside them. */
export interface CornerProject {
  readonly root: string;
  readonly model: ContractModel;
  readonly findings: readonly Finding[];
  /** How many files were generated. */
  readonly written: number;
}

const fixtures = fileURLToPath(new URL('./fixtures', import.meta.url));
const repository = fileURLToPath(new URL('../../../', import.meta.url));
const noCache = { read: () => undefined, write: async () => undefined };

/** Generates code for all fixtures, in a folder of its own below the system's temporary one. */
export async function cornerProject(importExtension: ImportExtension = '.ts'): Promise<CornerProject> {
  const root = await temporaryProject({ 'package.json': '{ "type": "module" }\n' });
  await cp(fixtures, root, { recursive: true });
  await symlink(join(repository, 'node_modules'), join(root, 'node_modules'), 'junction');
  const contracts = await readContracts({ root, contracts: 'asyncapi' }, noCache);
  const files = emitTypeScript(contracts.model, { importExtension, testing: true });
  for (const { path, text } of files) {
    const target = join(root, 'generated', path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
  return { root, model: contracts.model, findings: await contracts.allFindings(), written: files.length };
}
