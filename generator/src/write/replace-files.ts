import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OutputFile } from '../print/output-file.ts';

/**
 * Writes files into a folder that is not the generator's own, in the places of those that are there. All texts are
 * written beside their files first and then renamed, in the order given: after a failure nothing has changed, and nobody
 * reads a half of one. Synchronous, so that no interrupt comes in between. Throws where a file cannot be written.
 */
export function replaceFiles(root: string, files: readonly OutputFile[]): void {
  const staged: string[] = [];
  try {
    for (const { path, text } of files) {
      writeFileSync(temporary(join(root, path)), text);
      staged.push(join(root, path));
    }
    for (const path of staged) renameSync(temporary(path), path);
  } finally {
    for (const path of staged) rmSync(temporary(path), { force: true });
  }
}

const temporary = (path: string): string => `${path}.${process.pid}.eventwright`;
