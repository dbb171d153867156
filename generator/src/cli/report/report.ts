import type { JsonObject } from '@eventwright/avro';
import type { Finding } from '../../model/finding.ts';
import type { Container, FormatName } from '../container.ts';
import type { ExitCode } from '../exit-code.ts';
import { formatJson } from './format-json.ts';
import { formatText } from './format-text.ts';

/** The result of a command, whatever it is printed as. */
export interface Report {
  readonly command: string;
  readonly exitCode: ExitCode;
  readonly findings: readonly Finding[];
  /** Texts of the files that findings are about, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** Absolute path of the folder that paths of findings are relative to. */
  readonly root: string;
  /** For people: what to print after the findings. */
  readonly lines: readonly string[];
  /** For machines: the same, as data. */
  readonly data: JsonObject;
}

export type Format = (report: Report, container: Container) => string;

/** To add a format: a file beside this one, a line here and its name in `container.ts`. */
const formats: Readonly<Record<FormatName, Format>> = { text: formatText, json: formatJson };

/** Prints the result on stdout and hands back its exit code. */
export function printReport(container: Container, report: Report): ExitCode {
  container.io.stdout.write(formats[container.format](report, container));
  return report.exitCode;
}
