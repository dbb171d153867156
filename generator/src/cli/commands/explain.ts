import { styleText } from 'node:util';
import type { JsonObject } from '@eventwright/avro';
import type { Example, Explanation } from '../../explain/explanation.ts';
import { explanations, severityOf } from '../../explain/explanations.ts';
import { suggest } from '../../model/suggest.ts';
import { CliError } from '../cli-error.ts';
import type { Container } from '../container.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { printReport } from '../report/print-report.ts';
import { table } from '../report/table.ts';

export interface ExplainOptions {
  /** All rules where there is none. */
  readonly rule?: string;
}

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/** `eventwright explain [rule]`: what a rule means, why it is one, and how contracts look with and without it. */
export async function explain(container: Container, { rule }: ExplainOptions): Promise<ExitCode> {
  const all = [...explanations.values()];
  const paint: Paint = (style, text) =>
    container.isColored ? styleText(style, text, { validateStream: false }) : text;
  const shown = rule === undefined ? all : [explanationOf(rule)];
  const lines =
    rule === undefined
      ? table(all.map(({ id, what }) => [id, severityOf(id), what]))
      : shown.flatMap((one) => explained(one, paint));
  return printReport(container, {
    command: 'explain',
    exitCode: exitCode.clean,
    findings: [],
    texts: new Map(),
    root: container.cwd,
    lines,
    data: { rules: shown.map(asData) },
  });
}

function explanationOf(written: string): Explanation {
  // The official parser writes its rules in lower case with dashes.
  const id = written.toUpperCase().replaceAll('-', '_');
  const explanation = explanations.get(id) ?? explanations.get(`ASYNCAPI_${id}`);
  if (explanation !== undefined) return explanation;
  throw new CliError(exitCode.usage, `There is no rule '${written}'.`, {
    help: suggest(id, [...explanations.keys()]) ?? '`eventwright explain` lists all rules.',
  });
}

function explained({ id, what, why, cure, bad, good, specification }: Explanation, paint: Paint): readonly string[] {
  return [
    `${paint('bold', id)}  ${severityOf(id)}`,
    '',
    what,
    why,
    '',
    `${paint('bold', 'To do')}: ${cure}`,
    ...(specification === undefined ? [] : [`${paint('bold', 'Specification')}: ${specification}`]),
    '',
    paint('red', 'Bad'),
    ...exampleText(bad),
    '',
    paint('green', 'Good'),
    ...exampleText(good),
  ];
}

function exampleText({ files }: Example): readonly string[] {
  return files.flatMap(({ name, kind, text }) => [
    ...(kind === 'described' ? [] : [`  ${name}`]),
    ...text.split('\n').map((line) => `    ${line}`),
  ]);
}

const asData = ({ id, what, why, cure, bad, good, specification }: Explanation): JsonObject => ({
  id,
  severity: severityOf(id),
  what,
  why,
  cure,
  specification: specification ?? null,
  bad: examplesOf(bad),
  good: examplesOf(good),
});

const examplesOf = ({ files }: Example): JsonObject[] => files.map(({ name, text }) => ({ file: name, text }));
