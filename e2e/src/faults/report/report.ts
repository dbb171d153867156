import type { Omission } from '../cases/omissions.ts';
import type { CaseResult } from '../run-case.ts';

const header = [
  'fault',
  'what happens',
  'runs',
  'events',
  'faults',
  'lost',
  'double effects',
  'out of order',
  'repeated on the log',
  'recovery',
  'verdict',
];

/** One row per fault as a table in Markdown, the same in a terminal and in a document, with what did not hold below it. */
export function reportOf(results: readonly CaseResult[], omissions: readonly Omission[] = []): string {
  const byFault = [...Map.groupBy(results, ({ id }) => id).values()];
  const rows = [
    ...byFault.map(rowOf),
    ...omissions.map(({ id, title, reason }) => [id, title, '0', '', '', '', '', '', '', '', `not run: ${reason}`]),
    totalOf(results),
  ];
  const violations = results.flatMap(({ id, seed, violations: found }) =>
    found.map((message) => `${id}, seed ${seed}: ${message}`),
  );
  return [...table([header, ...rows]), '', ...violations].join('\n').trimEnd();
}

/** Rows that hold and rows that fail, under the names that test runners give them. */
export function countsOf(results: readonly CaseResult[]): {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
} {
  const rows = [...Map.groupBy(results, ({ id }) => id).values()];
  const failed = rows.filter((row) => row.some(({ violations }) => violations.length > 0)).length;
  return { numPassedTests: rows.length - failed, numFailedTests: failed };
}

function rowOf(results: readonly CaseResult[]): readonly string[] {
  const [first] = results;
  const failed = results.filter(({ violations }) => violations.length > 0).length;
  return [
    first?.id ?? '',
    first?.title ?? '',
    ...figuresOf(results),
    recoveryOf(results),
    failed === 0 ? `holds${triesOf(results)}` : `FAILS in ${failed} of ${results.length}`,
  ];
}

/** What did not hold at once is told, whatever came of it. */
function triesOf(results: readonly CaseResult[]): string {
  const most = Math.max(...results.map(({ tries }) => tries));
  return most > 1 ? ` at try ${most}` : '';
}

function totalOf(results: readonly CaseResult[]): readonly string[] {
  const failed = results.filter(({ violations }) => violations.length > 0).length;
  return ['all', '', ...figuresOf(results), recoveryOf(results), failed === 0 ? 'holds' : `FAILS in ${failed}`];
}

function figuresOf(results: readonly CaseResult[]): readonly string[] {
  const sum = (figure: (result: CaseResult) => number): string =>
    results.reduce((total, result) => total + figure(result), 0).toLocaleString('en');
  return [
    String(results.length),
    sum(({ events }) => events),
    sum(({ faults }) => faults),
    sum(({ lost }) => lost),
    sum(({ doubles }) => doubles),
    sum(({ misordered }) => misordered),
    sum(({ repeated }) => repeated),
  ];
}

/** Of the slowest run. */
function recoveryOf(results: readonly CaseResult[]): string {
  if (results.some(({ recovery }) => recovery === undefined)) return 'never';
  const longest = Math.max(0, ...results.map(({ recovery = 0 }) => recovery));
  return `${(longest / 1_000).toFixed(1)} s`;
}

function table(cells: readonly (readonly string[])[]): readonly string[] {
  const widths = header.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  const lines = cells.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [lines[0] ?? '', rule, ...lines.slice(1)];
}
