import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Position } from '@eventwright/avro';
import type { Container } from '../container.ts';
import { markLength } from './code-frame.ts';
import type { Report } from './report.ts';

/** A place as code hosts want it. */
export interface ReportPlace {
  /** From the root of the checkout, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** One behind the last column of the word there. */
  readonly endColumn: number;
}

/** Turns positions into places of the checkout. */
export function reportPlaces(report: Report, container: Container): (position: Position) => ReportPlace {
  const { root, texts } = report;
  const checkout = checkoutOf(report, container);
  return (position) => ({
    file: relative(checkout, join(root, position.file)).split(sep).join('/'),
    line: position.line,
    column: position.column,
    endColumn: position.column + markLength(texts.get(position.file) ?? '', position),
  });
}

/**
 * What the paths of a code host are relative to: the root of the repository that the contracts are in, wherever in it the
 * configuration lies and the command was started. Where there is no repository, as in an image that got the files only, CI
 * says what its root is; elsewhere it is where the command was started.
 */
export function checkoutOf({ root }: Pick<Report, 'root'>, { io, cwd }: Container): string {
  const named = [io.env['GITHUB_WORKSPACE'], io.env['CI_PROJECT_DIR']].find(
    (folder) => folder !== undefined && folder !== '',
  );
  return repositoryOf(root) ?? named ?? cwd;
}

/** `.git` is a file in work trees and submodules. */
function repositoryOf(folder: string): string | undefined {
  if (existsSync(join(folder, '.git'))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : repositoryOf(above);
}
