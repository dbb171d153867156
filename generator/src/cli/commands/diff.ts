import type { JsonObject } from '@eventwright/avro';
import { applySettings } from '../../check/apply-settings.ts';
import { baseOf } from '../../check/changes/base-of.ts';
import { checkChanges, findingsOf } from '../../check/changes/check-changes.ts';
import { diffContracts } from '../../diff/diff-contracts.ts';
import type { DiffSection } from '../../diff/difference.ts';
import type { Base } from '../../model/base.ts';
import { isError } from '../../model/finding.ts';
import { openBase } from '../base/open-base.ts';
import { CliError } from '../cli-error.ts';
import type { Container } from '../container.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { openProject, type Project, reportOf } from '../open-project.ts';
import { printReport } from '../report/print-report.ts';
import { diffMarkdown } from './diff/diff-markdown.ts';
import { diffText } from './diff/diff-text.ts';

export interface DiffOptions {
  /** A state as `--against` of `compat` names it, or `.` for the files as they are. Default: `lock`. */
  readonly before?: string;
  /** Default: the files as they are. */
  readonly after?: string;
  /** List texts for people as well. */
  readonly verbose?: boolean;
}

/** `eventwright diff [before] [after]`: what differs in meaning between two states of the contracts, and whom it is about. */
export async function diff(
  container: Container,
  { before = 'lock', after = '.', verbose = false }: DiffOptions,
): Promise<ExitCode> {
  const project = await openProject(container);
  const report = reportOf('diff', project, project.contracts.ownFindings.filter(isError));
  if (report.findings.length > 0) return printReport(container, report);
  if (after.startsWith('registry:')) throw registryLast();
  const [old, now] = [await stateOf(container, project, before), await stateOf(container, project, after)];
  const sections = diffContracts(isToday(after) ? old : { ...old, altered: [] }, now, {
    check: (comparison) => applySettings(findingsOf(checkChanges(comparison)), project.config.rules),
    hasTexts: before !== 'lock' && after !== 'lock',
  });
  const labels = { before: old.label, after: now.label };
  return printReport(container, {
    ...report,
    lines: diffText(sections, { ...labels, isVerbose: verbose }),
    data: { ...labels, sections: sections.map(asData) },
    markdown: () => diffMarkdown(sections, { ...labels, isVerbose: verbose }),
  });
}

const isToday = (state: string): boolean => state === '.';

async function stateOf(container: Container, project: Project, state: string): Promise<Base> {
  if (!isToday(state)) return openBase(container, project, state);
  return baseOf('the files as they are', project.contracts.model);
}

const registryLast = (): CliError =>
  new CliError(exitCode.usage, 'A registry has no channels, so it can only be the first of the two.', {
    help: 'Write `eventwright diff registry:<address>` to see what differs from it.',
  });

const asData = ({ part, name, differences, affected, findings }: DiffSection): JsonObject => ({
  part,
  name,
  differences: differences.map(({ kind, text, isText }) => ({ kind, text, isText })),
  affected: affected.map(({ application, action, owner }) => ({ application, action, owner: owner ?? null })),
  breaking: findings.some(isError),
  findings: findings.map(({ ruleId, severity, message, subject, help }) => ({
    ruleId,
    severity,
    message,
    subject: subject ?? null,
    help: help ?? null,
  })),
});
