import { CliError } from '../cli-error.ts';
import type { Container } from '../container.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { explainSystemError } from '../system-error.ts';
import { version } from '../version.ts';
import { printReport, writeReports } from './print-report.ts';
import type { Report } from './report.ts';
import { visible } from './visible.ts';

/** Says why a command ended before it had a result: on stderr, and in the report of formats for machines. */
export async function reportFailure(container: Container, command: string, thrown: unknown): Promise<ExitCode> {
  const error = explainSystemError(thrown);
  if (!(error instanceof CliError)) return reportBug(container, command, error);
  const { message, help, shown = { findings: [], texts: new Map(), root: container.cwd } } = error;
  const failure = help === undefined ? { message } : { message, help };
  const report: Report = { command, exitCode: error.exitCode, ...shown, lines: [], data: {}, failure };
  const isPrinted = container.format !== 'text' || shown.findings.length > 0;
  await (isPrinted ? printReport : writeReports)(container, report);
  // JSON has all of it; of the other formats for machines nobody sees the failure before a code host shows it.
  if (container.format !== 'json') {
    container.io.stderr.write(`${visible(message)}\n${help === undefined ? '' : `${visible(help)}\n`}`);
  }
  return error.exitCode;
}

function reportBug({ io }: Container, command: string, error: unknown): ExitCode {
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.stderr.write(
    `${trace}\n\nThis is a bug of eventwright. Please report it with the lines above, the contracts if you may show them, ` +
      `and this: eventwright ${version} ${command}, Node ${process.version}, ${process.platform}.\n`,
  );
  return exitCode.bug;
}
