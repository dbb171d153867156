import { EnvironmentError } from '../../../scripts/script-error.ts';
import type { FaultCase } from './cases/fault-case.ts';
import type { Omission } from './cases/omissions.ts';
import { type Engines, startEngines } from './engines/engines.ts';
import { seededRandom } from './random.ts';
import { type CaseResult, type CaseRun, runCase } from './run-case.ts';
import type { RunSettings } from './stage/stage.ts';

export interface CasesRun {
  readonly cases: readonly FaultCase[];
  readonly seeds: readonly number[];
  readonly settings: RunSettings;
  /** Of a case with a seed, at most. */
  readonly tries: number;
  /** Cases side by side, of those that leave the engines alone. */
  readonly jobs: number;
  /** Ends it after the case at hand. */
  readonly signal: AbortSignal;
}

export interface Outcome {
  readonly results: readonly CaseResult[];
  /** What this machine could not do. */
  readonly omissions: readonly Omission[];
}

/** Runs all cases with all seeds, those that need the same engines on the same ones. Results are in the order of the cases. */
export async function runCases(run: CasesRun): Promise<Outcome> {
  const results: CaseResult[] = [];
  const omissions: Omission[] = [];
  for (const group of Map.groupBy(run.cases, ({ nodes = 1, disk }) => `${nodes} ${disk}`).values()) {
    if (run.signal.aborted) break;
    const { onProgress } = run.settings;
    const [{ nodes = 1, disk } = {}] = group;
    const starting = startEngines({ nodes, disk, random: seededRandom(nodes), onProgress });
    const engines = await starting.catch((error: unknown) => {
      // Without a broker nothing can be shown; without a disk of its own a few cases less.
      if (disk === undefined || !(error instanceof EnvironmentError)) throw error;
      omissions.push(...group.map(({ id, title }) => ({ id, title, reason: error.message })));
    });
    if (engines === undefined) continue;
    try {
      results.push(...(await runOn(engines, group, run)));
    } finally {
      await engines.stop();
    }
  }
  const order = run.cases.map(({ id }) => id);
  results.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id) || a.seed - b.seed);
  return { results, omissions };
}

async function runOn(engines: Engines, group: readonly FaultCase[], run: CasesRun): Promise<readonly CaseResult[]> {
  const { seeds, settings, tries, jobs, signal } = run;
  const results: CaseResult[] = [];
  const work = async (queue: CaseRun[]): Promise<void> => {
    for (let next = queue.shift(); next !== undefined && !signal.aborted; next = queue.shift()) {
      results.push(await tryUp(next, tries));
    }
  };
  const queueOf = (cases: readonly FaultCase[]): CaseRun[] =>
    cases.flatMap((faultCase) => seeds.map((seed) => ({ faultCase, engines, seed, settings })));
  const beside = group.filter(({ alone }) => !alone);
  const peaceful = queueOf([...beside.filter(({ long }) => long), ...beside.filter(({ long }) => !long)]);
  await Promise.all(Array.from({ length: jobs }, () => work(peaceful)));
  await work(queueOf(group.filter(({ alone }) => alone)));
  return results;
}

/** Runs the case until it holds, `tries` times at most; the last result. */
async function tryUp(run: CaseRun, tries: number): Promise<CaseResult> {
  let result = await attempt(run);
  for (let tried = 2; tried <= tries && result.violations.length > 0; tried++) {
    result = { ...(await attempt(run)), tries: tried };
  }
  return result;
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
    return { id, title, seed, tries: 1, ...nothing, violations: [`could not be run: ${reason}`], took };
  });
  const verdict = result.violations.length === 0 ? 'holds' : `FAILS: ${result.violations.join('; ')}`;
  settings.onProgress(
    `${id}, seed ${seed}: ${verdict} (${(result.took / 1_000).toFixed(1)} s, ${result.events} events)`,
  );
  return result;
}
