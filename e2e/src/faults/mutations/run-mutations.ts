import type { FaultCase } from '../cases/fault-case.ts';
import { startEngines } from '../engines/engines.ts';
import { seededRandom } from '../random.ts';
import { runCase } from '../run-case.ts';
import type { RunSettings } from '../stage/stage.ts';
import type { Mutation } from './mutation.ts';

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

/** Switches each guard off in turn and runs the fault that has to show it. */
export async function runMutations({
  mutations,
  cases,
  seeds,
  settings,
  signal,
}: MutationsRun): Promise<readonly MutationResult[]> {
  const engines = await startEngines({ nodes: 1, random: seededRandom(1), onProgress: settings.onProgress });
  const results: MutationResult[] = [];
  try {
    for (const mutation of mutations) {
      const faultCase = cases.find(({ id }) => id === mutation.shownBy);
      if (faultCase === undefined)
        throw new TypeError(`There is no case ${mutation.shownBy} to show '${mutation.name}'`);
      let violations: readonly string[] = [];
      for (const seed of seeds) {
        if (violations.length > 0 || signal.aborted) break;
        process.env['FAULTS_MUTATION'] = mutation.name;
        violations = await runCase({ faultCase, engines, seed, settings }).then(
          (result) => result.violations,
          (error: unknown) => [`could not be run: ${String(error)}`],
        );
      }
      settings.onProgress(`without ${mutation.name}: ${violations[0] ?? 'NOBODY NOTICED'}`);
      results.push({ mutation, violations });
    }
  } finally {
    delete process.env['FAULTS_MUTATION'];
    await engines.stop();
  }
  return results;
}

/** One row per guard as a table in Markdown. */
export function mutationReport(results: readonly MutationResult[]): string {
  const rows = results.map(({ mutation, violations }) => {
    const first = violations[0] ?? 'NOBODY NOTICED';
    return `| ${mutation.name} | ${mutation.shownBy} | ${first} |`;
  });
  return ['| guard switched off | fault | what did not hold |', '|---|---|---|', ...rows].join('\n');
}
