import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FaultCase } from './cases/fault-case.ts';
import type { Engines } from './engines/engines.ts';
import { checkHistory } from './history/check-history.ts';
import type { History } from './history/history.ts';
import { repetitionsIn } from './history/repetitions.ts';
import { usualRecovery } from './history/violation.ts';
import { seededRandom } from './random.ts';
import { awaitDrained } from './stage/await-drained.ts';
import { collectHistory } from './stage/collect-history.ts';
import { paceSources } from './stage/pace-sources.ts';
import { roles } from './stage/pipeline-databases.ts';
import { openStage, type RunSettings, type Stage } from './stage/stage.ts';
import { until } from './stage/until.ts';
import { watchPositions } from './stage/watch-positions.ts';

/** What a case has shown under one seed. */
export interface CaseResult {
  readonly id: string;
  readonly title: string;
  readonly seed: number;
  /** How often it was run until it held, or was given up. */
  readonly tries: number;
  /** Events that had to have an effect. */
  readonly events: number;
  readonly faults: number;
  readonly lost: number;
  readonly doubles: number;
  readonly misordered: number;
  /** Records on the log that are there more than once. */
  readonly repeated: number;
  /** Milliseconds from the last fault's end until everything was handled. */
  readonly recovery: number | undefined;
  /** What did not hold, in words; empty where all did. */
  readonly violations: readonly string[];
  /** Milliseconds. */
  readonly took: number;
}

export interface CaseRun {
  readonly faultCase: FaultCase;
  readonly engines: Engines;
  readonly seed: number;
  readonly settings: RunSettings;
}

/** Milliseconds that a case may go on after its duration. */
const patienceOfCases = 600_000;

/** Runs a case under load, heals, waits until all is handled, and holds what happened against the invariants. */
export async function runCase({ faultCase, engines, seed, settings }: CaseRun): Promise<CaseResult> {
  const started = performance.now();
  const run = `${faultCase.id.replaceAll(/\W+/g, '-')}-${seed}-${process.pid}-${Math.round(started)}`.toLowerCase();
  const random = seededRandom(`${faultCase.id}/${seed}`);
  const logs = join(settings.logs, run);
  await mkdir(logs, { recursive: true });
  const stage = await openStage({ faultCase, engines, settings: { ...settings, logs }, random, run });
  try {
    const history = await perform(stage, faultCase);
    const { violations, ...counts } = checkHistory(history, faultCase.allowed);
    const more = (await faultCase.check?.(stage, history)) ?? [];
    const words = [...violations.map(({ invariant, message }) => `${invariant} ${message}`), ...more];
    if (words.length > 0) await writeFile(join(logs, 'history.json'), JSON.stringify(history, undefined, 1));
    const { id, title } = faultCase;
    return {
      ...{ id, title, seed, tries: 1, ...counts, faults: stage.faults, recovery: history.recovery },
      events: history.changes.length + (history.stages[0]?.effects.length ?? 0),
      repeated: repetitionsIn(history),
      violations: words,
      took: Math.round(performance.now() - started),
    };
  } finally {
    await Promise.all(stage.members.map((member) => member.kill()));
    if (faultCase.alone) await engines.heal();
    await stage.remove();
  }
}

async function perform(stage: Stage, faultCase: FaultCase): Promise<History> {
  const { consumers = 1 } = faultCase;
  const each = Array.from({ length: consumers });
  await Promise.all([
    stage.start('source'),
    ...each.map(() => stage.start('middle')),
    ...each.map(() => stage.start('final')),
  ]);
  const endPacing = paceSources(stage, stage.settings.load.backlog);
  const watch = watchPositions(stage);
  try {
    await flowing(stage, consumers);
    stage.begin();
    const recovery = await playOut(stage, faultCase, endPacing);
    return await collectHistory(stage, { positions: await watch.stop(), recovery });
  } finally {
    // Not waited for: it may be asking an engine that the case has left standing still.
    void watch.stop();
    void endPacing();
  }
}

/** The faults, and what follows until every process has ended; how long the recovery took, if there was one. */
async function playOut(
  stage: Stage,
  faultCase: FaultCase,
  endPacing: () => Promise<void>,
): Promise<number | undefined> {
  const { allowed = {} } = faultCase;
  await within(faultCase.disturb(stage), stage.settings.duration + patienceOfCases);
  await endPacing();
  while (stage.lasts()) await stage.wait(50);
  const healed = performance.now();
  await heal(stage, faultCase);
  await Promise.all(stage.running('source').map((source) => source.finish()));
  // Far longer than allowed: what is late is told from what is lost.
  const patience = (allowed.recovery ?? usualRecovery) + 240_000;
  const drained = await awaitDrained(stage, { patience, parkedAllowed: allowed.parked ?? false });
  const recovery = drained ? Math.round(performance.now() - healed) : undefined;
  await Promise.all(stage.members.map((member) => member.terminate()));
  return recovery;
}

/** On a slow machine the first faults would meet processes that have nothing to do yet. */
function flowing({ databases }: Stage, consumers: number): Promise<void> {
  const [role, table] = consumers > 0 ? (['final', 'effect'] as const) : (['source', 'change'] as const);
  return until(async () => (await databases.count(role, table)) > 0, { patience: 180_000, what: 'the first effect' });
}

/** What a case waits for may never come. */
async function within(disturbing: Promise<void>, milliseconds: number): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error(`the case was at it for ${milliseconds} ms and did not come to its end`)),
    milliseconds,
  );
  await Promise.race([disturbing, promise]).finally(() => clearTimeout(timer));
}

/** As an operator and an orchestrator would: engines run again, and of each role at least one process does. */
async function heal(stage: Stage, { alone }: FaultCase): Promise<void> {
  if (alone) await stage.engines.heal();
  for (const member of stage.members) if (member.running) member.resume();
  const missing = roles.filter((role) => stage.running(role).length === 0);
  await Promise.all(missing.map((role) => stage.start(role)));
}
