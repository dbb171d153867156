import { cpus, loadavg, totalmem } from 'node:os';
import type { Measurement } from './measure.ts';

/** One line of a benchmark. */
export interface Row {
  readonly what: string;
  readonly ours: Measurement;
  /** What does the same, measured in the same run. */
  readonly peer?: { readonly name: string; readonly measurement: Measurement };
  readonly target?: Target;
}

/** At most so much; every part that is given must hold. */
export interface Target {
  /** Of wall time. */
  readonly milliseconds?: number;
  /** Of the peer's wall time. */
  readonly ratio?: number;
  /** Of memory, in MiB. */
  readonly memory?: number;
}

const header = ['what', 'wall', 'processor', 'memory', 'peer', 'its wall', 'ratio', 'target', 'met'];

/** Prints rows as a table in Markdown, the same in a terminal and in a README, and what it was measured on. */
export function printTable(rows: readonly Row[]): void {
  const cells = [header, ...rows.map(cellsOf)];
  const widths = header.map((_name, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  const lines = cells.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  console.log(['', lines[0], rule, ...lines.slice(1), '', machine()].join('\n'));
}

function cellsOf({ what, ours, peer, target }: Row): readonly string[] {
  const ratio = peer === undefined ? undefined : ours.milliseconds / peer.measurement.milliseconds;
  return [
    what,
    milliseconds(ours.milliseconds),
    milliseconds(ours.processor),
    mebibytes(ours.memory),
    peer?.name ?? '',
    milliseconds(peer?.measurement.milliseconds),
    times(ratio),
    target === undefined
      ? ''
      : [milliseconds(target.milliseconds), times(target.ratio), mebibytes(target.memory)]
          .filter((part) => part !== '')
          .join(', '),
    target === undefined ? '' : isMet(target, ours, ratio) ? 'yes' : 'no',
  ];
}

function isMet(target: Target, { milliseconds, memory }: Measurement, ratio: number | undefined): boolean {
  const pairs = [
    [milliseconds, target.milliseconds],
    [ratio, target.ratio],
    [memory, target.memory],
  ] as const;
  return pairs.every(([value, atMost]) => atMost === undefined || (value !== undefined && value <= atMost));
}

const count = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const milliseconds = (value: number | undefined): string => (value === undefined ? '' : `${count.format(value)} ms`);
const mebibytes = (value: number | undefined): string => (value === undefined ? '' : `${count.format(value)} MiB`);
const times = (value: number | undefined): string => (value === undefined ? '' : `${value.toFixed(2)} x`);

/** Figures mean nothing without it, the load by others least of all. */
export function machine(): string {
  const [model = 'unknown processor'] = cpus().map((cpu) => cpu.model);
  const load = loadavg().map((value) => value.toFixed(1));
  return `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} x ${model}, ${mebibytes(totalmem() / 2 ** 20)}, load ${load.join(' ')} (1, 5, 15 minutes)`;
}
