import { applySettings } from '../../check/apply-settings.ts';
import { applyBaseline, baselineText } from '../../check/lint/apply-baseline.ts';
import { lint as applyRules, type LintFinding } from '../../check/lint/lint.ts';
import { baselineName, readBaseline } from '../../load/read-baseline.ts';
import { type Finding, isError, sortFindings } from '../../model/finding.ts';
import type { Container } from '../container.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { openProject, type Project, reportOf } from '../open-project.ts';
import { replaceSources } from '../replace-sources.ts';
import { plural } from '../report/plural.ts';
import { printReport } from '../report/print-report.ts';
import { today } from '../today.ts';
import { editedFiles } from './lint/edited-files.ts';
import { fixable } from './lint/fixable.ts';

export interface LintOptions {
  /** Mend what can be mended safely. */
  readonly fix?: boolean;
  /** Exit code 1 if there are more. */
  readonly maxWarnings?: number;
  /** Let through whatever is found now. */
  readonly updateBaseline?: boolean;
}

/** `eventwright lint`: matters of style and prudence in contracts that are whole. */
export async function lint(container: Container, options: LintOptions): Promise<ExitCode> {
  const project = await openProject(container);
  const report = reportOf('lint', project, project.contracts.ownFindings.filter(isError));
  if (report.findings.length > 0) return printReport(container, report);
  if (options.fix !== true) return lintProject(container, project, { ...options, mended: [] });
  const mended = await fix(project);
  return lintProject(container, await openProject(container), { ...options, mended });
}

/** Mends what can be, and names the files. Schemas that are released stay as they are. */
async function fix({ config, contracts }: Project): Promise<readonly string[]> {
  const { found } = lintOf({ config, contracts });
  const edits = (await fixable(config.root, contracts.model, found)).flatMap((finding) => finding.fix);
  const files = editedFiles(contracts.document.files, edits);
  replaceSources(config.root, files, 'What was mended cannot be written');
  return files.map(({ path }) => path);
}

const lintOf = ({ config, contracts: { model, document } }: Project): ReturnType<typeof applyRules> => {
  const { found, ignores } = applyRules({ model, files: document.files, today: today() });
  const off = new Set(config.rules.filter(({ severity }) => severity === 'off').map(({ ruleId }) => ruleId));
  return { found: found.filter(({ ruleId }) => !off.has(ruleId)), ignores };
};

interface Linting extends LintOptions {
  /** Files that were mended just now. */
  readonly mended: readonly string[];
}

async function lintProject(container: Container, project: Project, options: Linting): Promise<ExitCode> {
  const { root, rules } = project.config;
  const { found, ignores } = lintOf(project);
  const old = await readBaseline(root);
  if (options.updateBaseline === true) {
    replaceSources(root, [{ path: baselineName, text: baselineText(found, old) }], 'The baseline cannot be written');
  }
  const baseline = options.updateBaseline === true ? await readBaseline(root) : old;
  const { left, count, stale } = applyBaseline(found, baseline);
  const others = [...ignores, ...baseline.findings, ...stale];
  const findings = sortFindings(applySettings([...left.map(withoutFix), ...others], rules));
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  const isOver = options.maxWarnings !== undefined && warnings > options.maxWarnings;
  const report = reportOf('lint', project, findings);
  const mendable = options.fix === true ? 0 : (await fixable(root, project.contracts.model, left)).length;
  return printReport(container, {
    ...report,
    exitCode: isOver || findings.some(isError) ? exitCode.findings : exitCode.clean,
    texts: baseline.text === undefined ? report.texts : new Map([...report.texts, [baselineName, baseline.text]]),
    lines: [
      ...options.mended.map((path) => `mended ${path}`),
      ...(isOver ? [`more warnings than the ${options.maxWarnings} that --max-warnings allows`] : []),
      ...(findings.length === 0 ? ['no findings'] : []),
      ...(mendable === 0 ? [] : [`${plural(mendable, 'finding')} can be mended by --fix`]),
      ...(count === 0 ? [] : [`${plural(count, 'finding')} let through by ${baselineName}`]),
    ],
    data: { mended: options.mended, baselined: count, fixable: mendable },
  });
}

const withoutFix = ({ fix: _, ...finding }: LintFinding): Finding => finding;
