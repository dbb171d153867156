import { statSync } from 'node:fs';
import { join } from 'node:path';

/** `node_modules/.cache/eventwright` of the folder where it has a `node_modules`, else `.eventwright/cache`. */
export function cacheFolder(root: string): string {
  const modules = statSync(join(root, 'node_modules'), { throwIfNoEntry: false });
  return modules?.isDirectory()
    ? join(root, 'node_modules', '.cache', 'eventwright')
    : join(root, '.eventwright', 'cache');
}
