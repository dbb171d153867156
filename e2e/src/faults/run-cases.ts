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
  /** They take turns with the seeds, the first one by the seed 1. */
  readonly clients: readonly RunSettings['client'][];
  readonly settings: RunSettings;
  /** Milliseconds after which no second seed is begun: those are left out, and named. */
  readonly budget: number;
  /** Of a case with a seed, at most. */
  readonly tries: number;
  /** Cases side by side. Those that do not leave the engines alone are one of them. */
  readonly jobs: number;
  /** Ends it after the case at hand. */
  readonly signal: AbortSignal;
}

export interface Outcome {
  readonly results: readonly CaseResult[];
  /** What this machine could not do. */
  readonly omissions: readonly Omission[];
}

/**
 * Runs all cases with all seeds. Those that leave the engines alone share some; the others follow one another, on engines
 * of their own, and are one of the jobs. Results are in the order of the cases.
 */
export async function runCases(run: CasesRun): Promise<Outcome> {
  const { cases, seeds, jobs, clients } = run;
  const deadline = performance.now() + run.budget;
  const results: CaseResult[] = [];
  const omissions: Omission[] = [];
  const peaceful = cases.filter(isPeaceful);
  const tasks = tasksOf([...peaceful.filter(({ long }) => long), ...peaceful.filter(({ long }) => !long)]);

  /** All with the first seed before any with the second one. */
  function tasksOf(group: readonly FaultCase[]): Task[] {
    const clientOf = (seed: number): Task['client'] => clients[(seed - 1) % clients.length];
    return seeds.flatMap((seed) => group.map((faultCase) => ({ faultCase, seed, client: clientOf(seed) })));
  }

  async function work(engines: Engines, queue: Task[]): Promise<void> {
    for (let next = queue.shift(); next !== undefined && !run.signal.aborted; next = queue.shift()) {
      const { client = run.settings.client, ...task } = next;
      if (performance.now() > deadline && task.seed !== seeds[0]) {
        const { id, title } = task.faultCase;
        omissions.push({ id, title, reason: `no time left for seed ${task.seed}` });
        continue;
      }
      results.push(await tryUp({ ...task, engines, settings: { ...run.settings, client } }, run.tries));
    }
  }

  async function workOnOthers(): Promise<void> {
    const others = cases.filter((faultCase) => !isPeaceful(faultCase));
    for (const group of Map.groupBy(others, ({ nodes = 1, disk }) => `${nodes} ${disk}`).values()) {
      omissions.push(...(await withEngines(group, run, (engines) => work(engines, tasksOf(group)))));
    }
  }

  async function workOnPeaceful(before: Promise<void>): Promise<void> {
    if (jobs === 1) await before;
    await withEngines(peaceful, run, async (engines) => {
      const free = before.then(() => work(engines, tasks));
      await Promise.all([free, ...Array.from({ length: jobs - 1 }, () => work(engines, tasks))]);
    });
  }

  const others = workOnOthers();
  await Promise.all([others, workOnPeaceful(others)]);
  const order = cases.map(({ id }) => id);
  results.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id) || a.seed - b.seed);
  return { results, omissions };
}

interface Task {
  readonly faultCase: FaultCase;
  readonly seed: number;
  readonly client: RunSettings['client'] | undefined;
}

/** It may run beside others of its kind. */
function isPeaceful({ alone = false, nodes = 1, disk }: FaultCase): boolean {
  return !alone && nodes === 1 && disk === undefined;
}

/** Starts the engines that the cases need, and ends them. Cases for which this machine has none are named. */
async function withEngines(
  group: readonly FaultCase[],
  { settings, signal }: CasesRun,
  use: (engines: Engines) => Promise<void>,
): Promise<readonly Omission[]> {
  const [first] = group;
  if (first === undefined || signal.aborted) return [];
  const { nodes = 1, disk } = first;
  try {
    const engines = await startEngines({ nodes, disk, random: seededRandom(nodes), onProgress: settings.onProgress });
    await use(engines).finally(() => engines.stop());
    return [];
  } catch (error) {
    // Without a broker nothing can be shown; without a disk of its own a few cases less.
    if (disk === undefined || !(error instanceof EnvironmentError)) throw error;
    return group.map(({ id, title }) => ({ id, title, reason: error.message }));
  }
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
    `${id}, seed ${seed}, ${settings.client}: ${verdict} (${(result.took / 1_000).toFixed(1)} s, ${result.events} events)`,
  );
  return result;
}
