import type { JsonObject } from '@eventwright/avro';
import type { Finding } from '../../model/finding.ts';
import type { Container } from '../container.ts';
import type { ExitCode } from '../exit-code.ts';

/** The result of a command, whatever it is printed as. */
export interface Report {
  readonly command: string;
  readonly exitCode: ExitCode;
  readonly findings: readonly Finding[];
  /** Findings that are counted and not shown, where there are too many of them for people. */
  readonly leftOut?: readonly Finding[];
  /** Texts of the files that findings are about, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** Absolute path of the folder that paths of findings are relative to. */
  readonly root: string;
  /** For people: what to print after the findings. */
  readonly lines: readonly string[];
  /** For machines: the same, as data. */
  readonly data: JsonObject;
  /** As Markdown, where the command has more to say there than its findings. */
  readonly markdown?: () => string;
  /** Why the command ended before it had a result. */
  readonly failure?: Failure;
}

export interface Failure {
  readonly message: string;
  /** What to do about it. */
  readonly help?: string;
}

export type Format = (report: Report, container: Container) => string;
