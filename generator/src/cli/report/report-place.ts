import { join, relative, sep } from 'node:path';
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

/**
 * Turns positions into places of the checkout. CI says where that is; elsewhere it is where the command was started. A
 * configuration in a subfolder has positions of its own, which no code host would find.
 */
export function reportPlaces({ root, texts }: Report, { io, cwd }: Container): (position: Position) => ReportPlace {
  const checkout = checkoutVariables.map((name) => io.env[name] ?? '').find((folder) => folder !== '') ?? cwd;
  return (position) => ({
    file: relative(checkout, join(root, position.file)).split(sep).join('/'),
    line: position.line,
    column: position.column,
    endColumn: position.column + markLength(texts.get(position.file) ?? '', position),
  });
}

const checkoutVariables = ['GITHUB_WORKSPACE', 'CI_PROJECT_DIR'] as const;
