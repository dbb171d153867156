import type { Container, FormatName } from '../container.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Format, Report } from './report.ts';

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

/** Prints the result on stdout and hands back its exit code. */
export async function printReport(container: Container, report: Report): Promise<ExitCode> {
  const format = await formats[container.format]();
  container.io.stdout.write(format(report, container));
  return report.exitCode;
}
