import { join } from 'node:path';
import { ts } from 'ts-morph';
import { ReadersError } from './readers-error.ts';

/** Absolute paths of the tsconfig.json files that paths and globs name, sorted. Throws where one of them names nothing. */
export function findProjects(root: string, patterns: readonly string[]): readonly string[] {
  const found = patterns.flatMap((pattern) => {
    const paths = /[*?]/.test(pattern)
      ? ts.sys.readDirectory(root, ['.json'], ['**/node_modules'], [pattern])
      : [join(root, pattern)].filter((path) => ts.sys.fileExists(path));
    if (paths.length > 0) return paths;
    throw new ReadersError(`There is no ${pattern} in ${root}.`, {
      help: 'Name the tsconfig.json files of the code: "readers": { "projects": […] } in the configuration, or --project.',
    });
  });
  return [...new Set(found)].sort();
}
