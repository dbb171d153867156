import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../process/run.ts';
import { repository } from './repository.ts';

/**
 * Compiles sources, by their paths in the repository, and all that they import into `out`, where they stand at the same
 * paths. What nothing imports is not compiled: tests and their fixtures. Rejects with what the compiler says.
 */
export async function compile(sources: readonly string[], out: string): Promise<void> {
  await mkdir(out, { recursive: true });
  const project = join(out, 'tsconfig.json');
  await writeFile(project, JSON.stringify(config(sources, out)));
  const compiler = join(repository, 'node_modules/typescript/bin/tsc');
  const { code, output } = await run(process.execPath, [compiler, '--project', project], { cwd: repository });
  if (code !== 0) throw new Error(`The sources of the packages do not compile:\n${output}`);
}

const config = (sources: readonly string[], out: string): object => ({
  extends: join(repository, 'tsconfig.json'),
  compilerOptions: {
    noEmit: false,
    rewriteRelativeImportExtensions: true,
    rootDir: repository,
    outDir: out,
    // Looked for beside the configuration otherwise, which may be anywhere.
    typeRoots: [join(repository, 'node_modules/@types')],
  },
  files: sources.map((source) => join(repository, source)),
  include: [],
});
