import { setTimeout as sleep } from 'node:timers/promises';
import { RuntimeError } from '../../core/errors.ts';
import type { Harness, HarnessOptions } from '../harness/harness.ts';
import { createVirtualClock } from '../virtual-clock.ts';
import { createFaultInjector } from './fault-injector.ts';
import { describeFault, type Fault, type FaultPlan, faultPlan } from './fault-plan.ts';
import { type FaultMessage, sendMessages } from './send-messages.ts';
import {
  type FaultEngine,
  type StartedService,
  type SupervisedProcess,
  superviseProcess,
} from './supervised-process.ts';

export interface FaultRunOptions<Messages extends object> {
  /** `startHarness`, as it is generated. */
  readonly open: (options: HarnessOptions) => Promise<Harness<Messages>>;
  /** Makes the tables of the service, at the beginning of each run. */
  readonly prepare?: (harness: Harness<Messages>) => Promise<void>;
  /** Starts the service, as its process does; called again after each crash. `createOrders(engine).receive(…)` will do. */
  readonly start: (engine: FaultEngine) => Promise<StartedService>;
  /** What the service is sent, by those that it receives from. Under each key in this order. */
  readonly messages: readonly FaultMessage<Messages>[];
  /** Looks at the effect of all the messages once everything is settled; throws where it is not what it should be. */
  readonly check: (harness: Harness<Messages>) => void | Promise<void>;
  /** How many plans, from seed 1 on, or which. Default 25. */
  readonly seeds?: number | readonly number[];
  /** Whether messages may be given up: none is because of faults, but handlers may have reasons of their own. Default false. */
  readonly deadLetters?: boolean;
}

/** What was done to the service in all runs. */
export interface FaultReport {
  readonly runs: number;
  readonly faults: Readonly<Record<Fault['kind'], number>>;
}

/**
 * Runs a service with its handlers on an engine in memory, once for each seed: messages come twice and in other orders
 * of their keys, processes crash at the named points, transactions are undone, words of commits and publishes are lost.
 * Rejects with `EFFECT_BROKEN` where the effect is not what it is without, and says by which faults, as few as will do.
 */
export async function runWithFaults<Messages extends object>(options: FaultRunOptions<Messages>): Promise<FaultReport> {
  const { seeds = 25, messages } = options;
  const faults = { crash: 0, restart: 0, duplicate: 0, 'rolled-back': 0, 'commit-unknown': 0 };
  const counts: Record<Fault['kind'], number> = { ...faults, 'publish-failed': 0, 'publish-unknown': 0 };
  const chosen = typeof seeds === 'number' ? Array.from({ length: seeds }, (_, index) => index + 1) : seeds;
  for (const seed of chosen) {
    const plan = faultPlan(seed, messages.length);
    const { broken, injected } = await runPlan(options, plan);
    if (broken !== undefined) throw await effectBroken(options, plan, broken);
    for (const { kind } of injected) counts[kind] += 1;
  }
  return { runs: chosen.length, faults: counts };
}

interface Outcome {
  /** What is wrong with the effect; undefined where nothing is. */
  readonly broken: Error | undefined;
  readonly injected: readonly Fault[];
}

async function runPlan<Messages extends object>(options: FaultRunOptions<Messages>, plan: FaultPlan): Promise<Outcome> {
  const clock = createVirtualClock();
  const harness = await options.open({ database: true, clock, inactivityTimeout: 100 });
  const injector = createFaultInjector(plan.faults);
  let service: SupervisedProcess | undefined;
  try {
    await options.prepare?.(harness);
    const { transport, registry, database, log, now, wait } = harness;
    const surroundings = { transport, registry, database, log, now, wait };
    service = await superviseProcess({ surroundings, injector, start: options.start });
    await sendMessages(harness, options.messages, plan);
    const broken = (await settle(harness, service)) ?? (await judge(harness, options));
    const sentTwice = plan.faults.filter(({ kind }) => kind === 'duplicate');
    return { broken, injected: [...sentTwice, ...injector.injected] };
  } finally {
    // A handler that never comes to an end would be waited for by a clock that nobody moves any more.
    await Promise.race([service?.close(), sleep(closing, undefined, { ref: false })]);
    await harness.close();
  }
}

/** In milliseconds of the real clock. */
const closing = 5_000;

/** In milliseconds of the clock, which goes through retries and their pauses. */
const step = 2_000;
/** How long processes that start or close may take in all, in milliseconds of the real clock. */
const patience = 30_000;
const mostSteps = 100;

/** Lets time pass until everything is done; returns why that does not come. */
async function settle(
  harness: Pick<Harness<object>, 'settled' | 'advance'>,
  service: SupervisedProcess,
): Promise<Error | undefined> {
  const until = performance.now() + patience;
  let reason: unknown;
  for (let steps = 0; steps < mostSteps && service.failure === undefined; ) {
    if (service.changing) {
      if (performance.now() > until) break;
      await sleep(5);
    } else {
      steps += 1;
      reason = await harness.settled().catch((error: unknown) => error);
      if (reason === undefined && !service.changing) return undefined;
    }
    await harness.advance(step);
  }
  return errorOf(service.failure ?? reason ?? 'A process of the service neither starts nor closes.');
}

async function judge<Messages extends object>(
  harness: Harness<Messages>,
  { check, deadLetters = false }: FaultRunOptions<Messages>,
): Promise<Error | undefined> {
  const [dead] = deadLetters ? [] : await harness.deadLetters();
  if (dead !== undefined) return new Error(`${dead.name ?? 'a record'} was given up by ${dead.group}: ${dead.error}`);
  try {
    await check(harness);
    return undefined;
  } catch (error) {
    return errorOf(error);
  }
}

function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

async function effectBroken<Messages extends object>(
  options: FaultRunOptions<Messages>,
  plan: FaultPlan,
  broken: Error,
): Promise<RuntimeError> {
  const { faults, order } = await smallest(options, plan);
  const done = [
    ...faults.map(describeFault),
    ...(order === 'shuffled' ? ['the keys are in another order than the messages were given'] : []),
  ];
  const lines = [
    `With seed ${plan.seed} the effect is not what it should be${done.length === 0 ? ' without any fault.' : ':'}`,
    ...done.map((line) => `  ${line}`),
    broken.message,
    `Run it again with { seeds: [${plan.seed}] }.`,
  ];
  return new RuntimeError('EFFECT_BROKEN', lines.join('\n'), { cause: broken });
}

/** The plan, without the faults that it breaks without. */
async function smallest<Messages extends object>(
  options: FaultRunOptions<Messages>,
  plan: FaultPlan,
): Promise<FaultPlan> {
  let needed = plan;
  for (const fault of plan.faults) {
    const less = { ...needed, faults: needed.faults.filter((one) => one !== fault) };
    const { broken } = await runPlan(options, less);
    if (broken !== undefined) needed = less;
  }
  return needed;
}
