import { CliError } from '../cli-error.ts';
import type { Container, FormatName } from '../container.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { explainSystemError } from '../system-error.ts';
import { limitFindings } from './limit-findings.ts';
import type { Format, Report } from './report.ts';
import { visible } from './visible.ts';

/** Loaded when asked for. To add a format: a file beside this one, a line here and its name in `container.ts`. */
const formats: Readonly<Record<FormatName, () => Promise<Format>>> = {
  text: async () => (await import('./format-text.ts')).formatText,
  json: async () => (await import('./format-json.ts')).formatJson,
  github: async () => (await import('./format-github.ts')).formatGithub,
  gitlab: async () => (await import('./format-gitlab.ts')).formatGitlab,
  junit: async () => (await import('./format-junit.ts')).formatJunit,
  markdown: async () => (await import('./format-markdown.ts')).formatMarkdown,
  sarif: async () => (await import('./format-sarif.ts')).formatSarif,
};

/** Prints the result on stdout, writes it to the files of `--report`, and hands back its exit code. */
export async function printReport(container: Container, report: Report): Promise<ExitCode> {
  const format = await formats[container.format]();
  container.io.stdout.write(format(container.format === 'text' ? limitFindings(report) : report, container));
  return writeReports(container, report);
}

/** Writes the files of `--report` only. A file that cannot be written is told on stderr, and is exit code 4. */
export async function writeReports(container: Container, report: Report): Promise<ExitCode> {
  if (container.reports.length === 0) return report.exitCode;
  const files = container.reports.map(async ({ format: name, file }) => {
    const format = await formats[name]();
    // What is in a file is nobody's terminal.
    return { path: file, text: format(report, { ...container, format: name, isColored: false }) };
  });
  return write(container, report, await Promise.all(files));
}

async function write(
  { io }: Container,
  { exitCode: outcome }: Report,
  files: readonly { readonly path: string; readonly text: string }[],
): Promise<ExitCode> {
  const { writeReportFiles } = await import('../../write/write-report-files.ts');
  try {
    writeReportFiles(files);
    return outcome;
  } catch (error) {
    const explained = explainSystemError(error);
    if (!(explained instanceof CliError)) throw error;
    // The result stands on stdout already; a report of the failure would be a second one.
    io.stderr.write(`A report was not written. ${visible(explained.message)}\nCorrect the path behind --report.\n`);
    return exitCode.environment;
  }
}
