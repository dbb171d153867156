import type { Position } from '@eventwright/avro';
import type { Finding } from '../../model/finding.ts';
import { suggest } from '../../model/suggest.ts';
import type { RuleReport } from './lint.ts';
import type { Linted } from './lint-rule.ts';
import { lintRules } from './lint-rules.ts';
import { lintedFields, lintedTypes } from './linted-schemas.ts';

/** One wish to let something through, wherever it is written. */
interface Ignore {
  readonly ruleId: string;
  readonly reason: string;
  readonly position: Position;
  covers(report: RuleReport): boolean;
}

export interface Ignored {
  readonly left: readonly RuleReport[];
  readonly findings: readonly Finding[];
}

/** Takes out what is ignored with a reason. An ignore without one lets nothing through, and one of nothing is told of. */
export function applyIgnores(reports: readonly RuleReport[], linted: Linted): Ignored {
  const ignores = [...ignoresInSchemas(linted), ...ignoresInComments(linted)];
  const findings = ignores.flatMap((ignore): readonly Finding[] => {
    const problem = invalid(ignore);
    if (problem !== undefined) return [problem];
    return reports.some((report) => isCovered(ignore, report)) ? [] : [unused(ignore)];
  });
  const valid = ignores.filter((ignore) => invalid(ignore) === undefined);
  return { left: reports.filter((report) => !valid.some((ignore) => isCovered(ignore, report))), findings };
}

const isCovered = (ignore: Ignore, report: RuleReport): boolean =>
  ignore.ruleId === report.ruleId && ignore.covers(report);

/** `"x-lint-ignore": { "LINT_NAMING": "as the bank calls it" }` on a type or a field. */
function* ignoresInSchemas({ model }: Linted): Iterable<Ignore> {
  const holders = [...lintedTypes(model), ...Array.from(lintedFields(model), ({ field }) => field)];
  for (const { properties, position } of holders) {
    const written = properties['x-lint-ignore'];
    if (written === undefined || position === undefined) continue;
    const entries = isObject(written) ? Object.entries(written) : [['', '']];
    for (const [ruleId = '', reason] of entries) {
      yield {
        ruleId,
        reason: typeof reason === 'string' ? reason : '',
        position,
        covers: ({ holders: own = [] }) => own.some((holder) => holder.properties === properties),
      };
    }
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `# eventwright-ignore LINT_NAMING: as the bank calls it`, behind what it is about or on a line above. */
function* ignoresInComments({ files }: Linted): Iterable<Ignore> {
  for (const [file, { text }] of files) {
    if (file.endsWith('.avsc') || !text.includes('eventwright-ignore')) continue;
    const lines = text.split(/\r?\n/);
    for (const [index, line] of lines.entries()) {
      const match = /(?:^|\s)#\s*eventwright-ignore\b\s*([^\s:]*)\s*:?(.*)$/.exec(line);
      if (match === null) continue;
      const [, ruleId = '', reason = ''] = match;
      const about = linesAbout(lines, isComment(line) ? nextLine(lines, index) : index + 1);
      yield {
        ruleId,
        reason: reason.trim(),
        position: { file, line: index + 1, column: line.indexOf('#', match.index) + 1 },
        covers: ({ position }) => position.file === file && about.includes(position.line),
      };
    }
  }
}

/** A key whose value stands below it is one thing with the first line of the value, where findings are. */
function linesAbout(lines: readonly string[], line: number): readonly number[] {
  const isKey = /:\s*(#.*)?$/.test(lines[line - 1] ?? '');
  return isKey ? [line, nextLine(lines, line - 1)] : [line];
}

const isComment = (line: string): boolean => /^\s*#/.test(line);

/** Counting from 1, the first line behind an index that is no comment and not blank. */
function nextLine(lines: readonly string[], index: number): number {
  const found = lines.findIndex((line, at) => at > index && !isComment(line) && line.trim() !== '');
  return found + 1;
}

const ids = lintRules.map(({ id }) => id);

function invalid({ ruleId, reason, position }: Ignore): Finding | undefined {
  const base = { ruleId: 'LINT_IGNORE_INVALID', severity: 'error', position, related: [] } as const;
  if (!ids.includes(ruleId)) {
    const help = suggest(ruleId, ids) ?? `Rules that can be ignored: ${ids.join(', ')}.`;
    return { ...base, message: `There is no rule '${ruleId}' to ignore.`, help };
  }
  if (reason.trim() !== '') return undefined;
  return {
    ...base,
    message: `The ignore of ${ruleId} has no reason, so it lets nothing through.`,
    help: 'Say why: `# eventwright-ignore RULE: reason` in YAML, `"x-lint-ignore": { "RULE": "reason" }` in a schema.',
  };
}

const unused = ({ ruleId, position }: Ignore): Finding => ({
  ruleId: 'LINT_IGNORE_UNUSED',
  severity: 'warning',
  message: `Nothing is found here that the ignore of ${ruleId} would let through.`,
  position,
  related: [],
  help: 'Remove it, or put it on the line or the field that it is meant for.',
});
