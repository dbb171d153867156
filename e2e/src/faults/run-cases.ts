import type { FaultCase } from './cases/fault-case.ts';
import { startEngines } from './engines/engines.ts';
import { seededRandom } from './random.ts';
import { type CaseResult, type CaseRun, runCase } from './run-case.ts';
import type { RunSettings } from './stage/stage.ts';

export interface CasesRun {
  readonly cases: readonly FaultCase[];
  readonly seeds: readonly number[];
  readonly settings: RunSettings;
  /** Ends it after the case at hand. */
  readonly signal: AbortSignal;
}

/** Runs all cases with all seeds; those that need the same engines follow one another on them. */
export async function runCases({ cases, seeds, settings, signal }: CasesRun): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  const order = Map.groupBy(cases, ({ nodes = 1 }) => nodes);
  for (const [nodes, group] of order) {
    if (signal.aborted) break;
    const { onProgress } = settings;
    const engines = await startEngines({ nodes, random: seededRandom(nodes), onProgress });
    try {
      for (const faultCase of group) {
        for (const seed of seeds) {
          if (!signal.aborted) results.push(await attempt({ faultCase, engines, seed, settings }));
        }
      }
    } finally {
      await engines.stop();
    }
  }
  return results;
}

/** A case that cannot be run to its end has failed, and the others are run all the same. */
async function attempt(run: CaseRun): Promise<CaseResult> {
  const { faultCase, seed, settings } = run;
  const { id, title } = faultCase;
  const started = performance.now();
  const result = await runCase(run).catch((error: unknown): CaseResult => {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const nothing = { events: 0, faults: 0, lost: 0, doubles: 0, misordered: 0, repeated: 0, recovery: undefined };
    const took = Math.round(performance.now() - started);
    return { id, title, seed, ...nothing, violations: [`could not be run: ${reason}`], took };
  });
  const verdict = result.violations.length === 0 ? 'holds' : `FAILS: ${result.violations.join('; ')}`;
  settings.onProgress(
    `${id}, seed ${seed}: ${verdict} (${(result.took / 1_000).toFixed(1)} s, ${result.events} events)`,
  );
  return result;
}
