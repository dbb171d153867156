import type { Container } from '../container.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { openProject, reportOf } from '../open-project.ts';
import { plural } from '../report/plural.ts';
import { printReport } from '../report/print-report.ts';

export interface ValidateOptions {
  readonly maxWarnings?: number;
}

/** `eventwright validate` */
export async function validate(container: Container, { maxWarnings }: ValidateOptions): Promise<ExitCode> {
  const project = await openProject(container);
  const findings = await project.contracts.allFindings();
  const report = reportOf('validate', project, findings);
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  const isOver = maxWarnings !== undefined && warnings > maxWarnings;
  const { applications, messages, schemas } = project.contracts.model;
  const lines = [
    ...(isOver ? [`more warnings than the ${maxWarnings} that --max-warnings allows`] : []),
    ...(findings.length === 0
      ? [
          `${plural(applications.length, 'application')}, ${plural(messages.length, 'message')}, ${plural(schemas.length, 'schema')}: no findings`,
        ]
      : []),
  ];
  return printReport(container, {
    ...report,
    exitCode: isOver && report.exitCode === exitCode.clean ? exitCode.findings : report.exitCode,
    lines,
  });
}
