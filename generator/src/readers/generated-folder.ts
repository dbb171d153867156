import { dirname, posix } from 'node:path';
import { ts } from 'ts-morph';
import { readTypeScriptProjects } from './source-files.ts';

/** The folder of a package of generated code, as the code of projects imports it; undefined where none does. */
export function generatedFolderOf(packageName: string, projects: readonly string[]): string | undefined {
  const seen = new Set<string>();
  const importing = new RegExp(`['"](${packageName.replaceAll(/[.\\/]/g, '\\$&')}/([^'"\\n]+))['"]`, 'g');
  for (const { options, files } of projects.flatMap((path) => readTypeScriptProjects(path, seen))) {
    for (const file of files) {
      for (const [, specifier = '', subpath = ''] of (ts.sys.readFile(file) ?? '').matchAll(importing)) {
        const mode = ts.getImpliedNodeFormatForFile(file, undefined, ts.sys, options);
        const { resolvedModule } = ts.resolveModuleName(specifier, file, options, ts.sys, undefined, undefined, mode);
        const folder = folderAbove(resolvedModule?.resolvedFileName, subpath);
        if (folder !== undefined) return folder;
      }
    }
  }
  return undefined;
}

/** `…/dist/messages/order-placed.d.ts` is `messages/order-placed` of `…/dist`. */
function folderAbove(path: string | undefined, subpath: string): string | undefined {
  const module = path?.replace(/(\.d)?\.[cm]?tsx?$/, '');
  const name = posix.normalize(subpath).replace(/\.[cm]?[jt]s$/, '');
  if (module === undefined || !module.endsWith(`/${name}`)) return undefined;
  return name.split('/').reduce((folder) => dirname(folder), module);
}
