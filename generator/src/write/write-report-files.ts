import { basename, dirname } from 'node:path';
import { makeFolder } from './make-folder.ts';
import { replaceFiles } from './replace-files.ts';

/**
 * Writes reports to absolute paths, and makes the folders that they need: nobody reads a half of one. Throws where one
 * cannot be written.
 */
export function writeReportFiles(files: readonly { readonly path: string; readonly text: string }[]): void {
  for (const { path, text } of files) {
    makeFolder(dirname(path));
    replaceFiles(dirname(path), [{ path: basename(path), text }]);
  }
}
