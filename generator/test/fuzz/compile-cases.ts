import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OutputFile } from '../../src/print/output-file.ts';
import { type CompileError, compile } from '../avro-corners/compile.ts';
import { temporaryProject } from '../temporary-project.ts';

const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** Compiles the files of several cases under every strict flag, each in a folder of its own that is named by its number. */
export async function compileCases(cases: readonly (readonly OutputFile[])[]): Promise<readonly CompileError[]> {
  const root = await temporaryProject({ 'package.json': '{ "type": "module" }\n' });
  await symlink(modules, join(root, 'node_modules'), 'junction');
  for (const [index, files] of cases.entries()) {
    for (const { path, text } of files) {
      const target = join(root, String(index), path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, text);
    }
  }
  const errors = await compile(root, { include: cases.map((_files, index) => String(index)) });
  await rm(root, { recursive: true });
  return errors;
}
