import type { FaultCase } from '../cases/fault-case.ts';
import { type Engines, startEngines } from '../engines/engines.ts';
import { seededRandom } from '../random.ts';
import { runCase } from '../run-case.ts';
import type { RunSettings } from '../stage/stage.ts';
import type { Mutation } from './mutation.ts';
import { runTest } from './run-test.ts';

/** What the runs without a guard have shown. */
export interface MutationResult {
  readonly mutation: Mutation;
  /** What did not hold; empty where nobody noticed that the guard was off. */
  readonly violations: readonly string[];
}

export interface MutationsRun {
  readonly mutations: readonly Mutation[];
  readonly cases: readonly FaultCase[];
  /** Tried one after another until one of them shows it. */
  readonly seeds: readonly number[];
  readonly settings: RunSettings;
  readonly signal: AbortSignal;
}

/** Switches each guard off in turn and runs what has to show it: first the tests, then the faults. */
export async function runMutations(run: MutationsRun): Promise<readonly MutationResult[]> {
  const { mutations, settings, signal } = run;
  const results: MutationResult[] = [];
  const attempt = async (mutation: Mutation, show: () => Promise<readonly string[]>): Promise<void> => {
    if (signal.aborted) return;
    process.env['FAULTS_MUTATION'] = mutation.name;
    const violations = await show().finally(() => delete process.env['FAULTS_MUTATION']);
    settings.onProgress(`without ${mutation.name}: ${violations[0] ?? 'NOBODY NOTICED'}`);
    results.push({ mutation, violations });
  };
  for (const mutation of mutations) {
    const { shownBy } = mutation;
    if (typeof shownBy !== 'string') await attempt(mutation, () => runTest(shownBy));
  }
  const byFault = mutations.filter(({ shownBy }) => typeof shownBy === 'string');
  if (byFault.length === 0) return results;
  const engines = await startEngines({ nodes: 1, random: seededRandom(1), onProgress: settings.onProgress });
  try {
    for (const mutation of byFault) await attempt(mutation, () => runFault(mutation, engines, run));
  } finally {
    await engines.stop();
  }
  return results;
}

/** One seed after another, until one of them shows it. */
async function runFault(
  { name, shownBy }: Mutation,
  engines: Engines,
  { cases, seeds, settings, signal }: MutationsRun,
): Promise<readonly string[]> {
  const faultCase = cases.find(({ id }) => id === shownBy);
  if (faultCase === undefined) throw new TypeError(`There is no case ${String(shownBy)} to show '${name}'`);
  for (const seed of seeds) {
    if (signal.aborted) break;
    const violations = await runCase({ faultCase, engines, seed, settings }).then(
      (result) => result.violations,
      (error: unknown) => [`could not be run: ${String(error)}`],
    );
    if (violations.length > 0) return violations;
  }
  return [];
}

/** One row per guard as a table in Markdown. */
export function mutationReport(results: readonly MutationResult[]): string {
  const rows = results.map(({ mutation, violations }) => {
    const first = violations[0] ?? 'NOBODY NOTICED';
    const { name, shownBy } = mutation;
    return `| ${name} | ${typeof shownBy === 'string' ? shownBy : shownBy.file} | ${first} |`;
  });
  return ['| guard switched off | fault or test | what did not hold |', '|---|---|---|', ...rows].join('\n');
}
