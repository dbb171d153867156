import type { JsonObject } from '@eventwright/avro';
import type { Container } from '../container.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { printReport } from './print-report.ts';

/** What became of something that was asked for. */
export interface Answer {
  readonly command: string;
  /** False where there was nothing to do it to: the command ends with `findings`. */
  readonly done: boolean;
  /** For people; may have several lines. */
  readonly line: string;
  /** For machines. */
  readonly data: JsonObject;
}

/** Prints an answer that is about no place in a file. */
export function printAnswer(container: Container, { command, done, line, data }: Answer): Promise<ExitCode> {
  return printReport(container, {
    command,
    exitCode: done ? exitCode.clean : exitCode.findings,
    findings: [],
    texts: new Map(),
    root: container.cwd,
    lines: line.split('\n'),
    data,
  });
}
