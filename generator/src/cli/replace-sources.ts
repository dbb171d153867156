import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OutputFile } from '../print/output-file.ts';
import { replaceFiles } from '../write/replace-files.ts';
import { CliError } from './cli-error.ts';
import { exitCode } from './exit-code.ts';
import { plural } from './report/plural.ts';

/**
 * Writes files that people keep by hand, in the places of those that are there: all or nothing. Throws a `CliError` of the
 * environment that begins with `failure`, such as `The new version cannot be written`.
 */
export function replaceSources(root: string, files: readonly OutputFile[], failure: string): void {
  try {
    replaceFiles(
      root,
      files.map(({ path, text }) => ({ path, text: byteOrderMark(join(root, path)) + text })),
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(exitCode.environment, `${failure}: ${reason}.`, {
      help: `${plural(files.length, 'file')} would change; nothing did. Give yourself the right to write to them.`,
      cause: error,
    });
  }
}

/** Reading has dropped it; what is not to be changed keeps it. */
function byteOrderMark(path: string): string {
  return existsSync(path) && readFileSync(path, 'utf8').startsWith('\ufeff') ? '\ufeff' : '';
}
