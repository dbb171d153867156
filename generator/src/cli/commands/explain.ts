import { styleText } from 'node:util';
import type { JsonObject } from '@eventwright/avro';
import { type ErrorExplanation, errorExplanations } from '../../explain/error-explanations.ts';
import { type Example, type Explanation, titleOf } from '../../explain/explanation.ts';
import { explanations, severityOf } from '../../explain/explanations.ts';
import { suggest } from '../../model/suggest.ts';
import { CliError } from '../cli-error.ts';
import type { Container } from '../container.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { printReport } from '../report/print-report.ts';
import { table } from '../report/table.ts';

export interface ExplainOptions {
  /** Also the code of an error; everything where there is none. */
  readonly rule?: string;
}

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/** `eventwright explain [rule]`: what a rule means, why it is one, and how contracts look with and without it. */
export async function explain(container: Container, { rule }: ExplainOptions): Promise<ExitCode> {
  const paint: Paint = (style, text) =>
    container.isColored ? styleText(style, text, { validateStream: false }) : text;
  const { rules, errors } = rule === undefined ? everything : explanationsOf(rule);
  const lines =
    rule === undefined
      ? table([
          ...rules.map(({ id, what }) => [id, severityOf(id), what]),
          ...errors.map(({ code, of, what }) => [code, of, what]),
        ])
      : [...rules.flatMap((one) => explained(one, paint)), ...errors.flatMap((one) => explainedError(one, paint))];
  return printReport(container, {
    command: 'explain',
    exitCode: exitCode.clean,
    findings: [],
    texts: new Map(),
    root: container.cwd,
    lines,
    data: { rules: rules.map(asData), errors: errors.map((one) => ({ ...one })) },
  });
}

interface Explanations {
  readonly rules: readonly Explanation[];
  readonly errors: readonly ErrorExplanation[];
}

const everything: Explanations = { rules: [...explanations.values()], errors: [...errorExplanations.values()] };

function explanationsOf(written: string): Explanations {
  // The official parser writes its rules in lower case with dashes.
  const id = written.toUpperCase().replaceAll('-', '_');
  const rule = explanations.get(id) ?? explanations.get(`ASYNCAPI_${id}`);
  const error = errorExplanations.get(id);
  if (rule !== undefined) return { rules: [rule], errors: [] };
  if (error !== undefined) return { rules: [], errors: [error] };
  throw new CliError(exitCode.usage, `There is no rule '${written}'.`, {
    help:
      suggest(id, [...explanations.keys(), ...errorExplanations.keys()]) ?? '`eventwright explain` lists all rules.',
  });
}

/** An error of a program has its place in that program, so there is no contract to show. */
const explainedError = ({ code, of, what, cure }: ErrorExplanation, paint: Paint): readonly string[] => [
  `${paint('bold', code)}  error of ${of}`,
  '',
  what,
  '',
  `${paint('bold', 'To do')}: ${cure}`,
];

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
  return files.flatMap((file) => [
    ...(file.kind === 'described' ? [] : [`  ${titleOf(file)}`]),
    ...file.text.split('\n').map((line) => `    ${line}`),
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

const examplesOf = ({ files }: Example): JsonObject[] =>
  files.map(({ name, text, state }) => ({ file: name, text, ...(state !== undefined && { state }) }));
