import { join, relative } from 'node:path';
import { styleText } from 'node:util';
import type { Position } from '@eventwright/avro';
import { type Affected, affectedText, type Finding, referrerText, type Severity } from '../../model/finding.ts';
import { codeFrame, type FrameLine } from './code-frame.ts';
import { countOf } from './count-of.ts';
import type { Format } from './report.ts';
import { visible } from './visible.ts';

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const styles: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', info: 'blue' };

/** For people: each finding with the lines that it is about, then what the command has to say. */
export const formatText: Format = ({ findings, leftOut = [], texts, root, lines }, { isColored, cwd }) => {
  const paint: Paint = (style, text) => (isColored ? styleText(style, text, { validateStream: false }) : text);
  const place = ({ file, line, column }: Position): string =>
    `${visible(relative(cwd, join(root, file)))}:${line}:${column}`;
  const blocks = findings.map((finding) =>
    findingText(finding, { paint, place, text: texts.get(finding.position.file) }),
  );
  const more = leftOut.length === 0 ? [] : [`… and ${countOf(leftOut)} more. ${toSeeAll}\n`];
  const counted = findings.length === 0 ? [] : [countOf([...findings, ...leftOut])];
  return [...blocks, ...more, ...counted, ...lines.map(isColored ? visibleLine : visible)]
    .map((block) => `${block}\n`)
    .join('');
};

const toSeeAll = '`--report text=FILE` writes all of them, `--format json` prints them as data.';

/** Colours are those that a command has put there; they do no harm. */
const visibleLine = (line: string): string =>
  line
    // biome-ignore lint/suspicious/noControlCharactersInRegex: as colours begin.
    .split(/(\u001b\[\d{1,2}m)/)
    .map((part, index) => (index % 2 === 1 ? part : visible(part)))
    .join('');

interface Rendering {
  readonly paint: Paint;
  /** A position, as editors and terminals make it a link. */
  readonly place: (position: Position) => string;
  readonly text: string | undefined;
}

function findingText(finding: Finding, { paint, place, text }: Rendering): string {
  const { severity, ruleId, message, position, related, referencedFrom = [], affected = [], sample, help } = finding;
  const style = styles[severity];
  // Of a file that could not be read there is nothing to show.
  const frame = text === undefined || text === '' ? [] : codeFrame(text, position);
  return [
    `${paint('bold', place(position))} ${paint(style, severity)} ${paint('dim', ruleId)}`,
    `  ${visible(message)}`,
    ...frameText(frame, { paint, style }),
    ...affected.flatMap((one) => affectedLines(one, { paint, place })),
    ...referencedFrom.map((one) => `  ${visible(referrerText(one, place(one.position)))}`),
    ...related.map((one) => `  ${place(one.position)} ${visible(one.message)}`),
    ...(sample === undefined ? [] : [`  ${paint('cyan', 'proof:')} ${visible(shortened(sample))}`]),
    ...(help === undefined ? [] : [`  ${paint('cyan', 'help:')} ${visible(help)}`]),
    '',
  ].join('\n');
}

/** Whom a change hits, and where in their code. */
function affectedLines(affected: Affected, { paint, place }: Pick<Rendering, 'paint' | 'place'>): readonly string[] {
  const here = affected.code.filter(({ repository }) => repository === undefined);
  return [
    `  ${paint('magenta', 'hits:')} ${visible(affectedText(affected))} ${place(affected.position)}`,
    ...here.map(({ position, use }) => `        ${place(position)} ${visible(use)}`),
  ];
}

/** A proof of many fields is in the other formats as a whole. */
const shortened = (sample: string): string => (sample.length <= 200 ? sample : `${sample.slice(0, 200)}…`);

function frameText(frame: readonly FrameLine[], { paint, style }: { paint: Paint; style: Style }): readonly string[] {
  const width = String(frame.at(-1)?.number ?? 0).length;
  return frame.flatMap(({ number, text, mark }) => {
    const label = String(number).padStart(width);
    if (mark === undefined) return [`    ${paint('dim', `${label} |`)} ${text}`.trimEnd()];
    return [
      `  ${paint(style, '>')} ${paint('dim', `${label} |`)} ${text}`.trimEnd(),
      `    ${paint('dim', `${' '.repeat(width)} |`)} ${' '.repeat(mark.start)}${paint(style, '^'.repeat(mark.length))}`,
    ];
  });
}
