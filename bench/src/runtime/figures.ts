import { machine } from '../table.ts';

/** One line of the table. */
export interface Figure {
  readonly what: string;
  readonly ours: number;
  /** As it follows the number. */
  readonly unit: string;
  /** What does the same, measured in the same run. */
  readonly peer?: { readonly name: string; readonly value: number };
  readonly target?: FigureTarget;
}

export interface FigureTarget {
  readonly atLeast?: number;
  readonly below?: number;
  /** Of the peer's figure, at least. */
  readonly ratio?: number;
}

/** Prints figures as a table in Markdown with what they were measured on, or all of it as JSON. */
export function printFigures(figures: readonly Figure[], { json }: { readonly json: boolean }): void {
  if (json) {
    const rows = figures.map((figure) => ({ ...figure, ratio: ratioOf(figure), met: isMet(figure) }));
    console.log(JSON.stringify({ figures: rows, machine: machine() }, undefined, 2));
    return;
  }
  const header = ['what', 'ours', 'peer', 'its', 'ratio', 'target', 'met'];
  const cells = [header, ...figures.map(cellsOf)];
  const widths = header.map((_name, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  const lines = cells.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  console.log(['', lines[0], rule, ...lines.slice(1), '', machine()].join('\n'));
}

function cellsOf(figure: Figure): readonly string[] {
  const { what, ours, unit, peer } = figure;
  const ratio = ratioOf(figure);
  const met = isMet(figure);
  return [
    what,
    text(ours, unit),
    peer?.name ?? '',
    peer === undefined ? '' : text(peer.value, unit),
    ratio === undefined ? '' : `${ratio.toFixed(2)} x`,
    targetOf(figure),
    met === undefined ? '' : met ? 'yes' : 'no',
  ];
}

function targetOf({ target, unit }: Figure): string {
  if (target?.ratio !== undefined) return `>= ${target.ratio.toFixed(2)} x`;
  if (target?.atLeast !== undefined) return `>= ${text(target.atLeast, unit)}`;
  return target?.below === undefined ? '' : `< ${text(target.below, unit)}`;
}

const ratioOf = ({ ours, peer }: Figure): number | undefined => peer && ours / peer.value;

/** Undefined without a target. */
function isMet({ ours, peer, target }: Figure): boolean | undefined {
  if (target === undefined) return undefined;
  const { atLeast, below, ratio } = target;
  if (atLeast !== undefined && !(ours >= atLeast)) return false;
  if (below !== undefined && !(ours < below)) return false;
  return ratio === undefined || (peer !== undefined && ours / peer.value >= ratio);
}

const count = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

const text = (value: number, unit: string): string => `${Number.isNaN(value) ? '?' : count.format(value)}${unit}`;
