import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RuntimeError } from '../errors.ts';
import { fatal, retryLater } from '../handler-error.ts';
import { handClaim, record } from '../testing/hand-claim.ts';
import { recordingLogger } from '../testing/recording-logger.ts';
import { testPipeline, testPolicy } from '../testing/test-pipeline.ts';
import type { StoredRecord } from '../transport.ts';
import type { Wait } from '../wait.ts';
import { type Book, openBook } from './accounting.ts';
import { createPartitionWorker } from './partition-worker.ts';
import type { Pipeline } from './process-record.ts';
import { settleInMemory } from './settle-in-memory.ts';
import { createWindowBytes } from './window-bytes.ts';

/** What goes wrong with a record, one entry for each try; when the list is used up all is well. */
type Mishap = 'transient' | 'later' | 'outage' | 'fatal' | 'dead letter lost';

interface Plan {
  readonly key: string | null;
  readonly mishaps: readonly Mishap[];
}

interface Effect {
  readonly offset: bigint;
  /** Which claim it was made under. */
  readonly generation: number;
}

const plan: fc.Arbitrary<Plan> = fc.record({
  key: fc.constantFrom('a', 'b', 'c', null),
  mishaps: fc.array(fc.constantFrom<Mishap>('transient', 'later', 'outage', 'fatal', 'dead letter lost'), {
    maxLength: 3,
  }),
});

const once = { first: 1, longest: 1 };

const errors: Record<Mishap, () => Error> = {
  transient: () => new Error('boom'),
  later: () => retryLater('not yet'),
  outage: () => new RuntimeError('DATABASE_UNAVAILABLE', 'x'),
  fatal: () => fatal('never'),
  'dead letter lost': () => fatal('never'),
};

/** Delivers the plans' records, over as many claims as it takes, in an order of events that the scheduler chooses. */
class Delivery {
  readonly effects: Effect[] = [];
  readonly violations: string[] = [];
  readonly book: Book = openBook();
  readonly #scheduler: fc.Scheduler;
  readonly #records: readonly StoredRecord[];
  readonly #mishaps: readonly Mishap[][];
  #committed = 0n;
  #generation = 0;

  constructor(scheduler: fc.Scheduler, plans: readonly Plan[]) {
    this.#scheduler = scheduler;
    this.#records = plans.map(({ key }, offset) => record(offset, { key }));
    this.#mishaps = plans.map(({ mishaps }) => [...mishaps]);
  }

  get committed(): bigint {
    return this.#committed;
  }

  /** One claim, from the committed offset until it has lived so many steps, or to its end. */
  async claim(steps: number | undefined): Promise<void> {
    this.#generation += 1;
    const claim = handClaim();
    const commit = async (offset: bigint): Promise<void> => {
      await this.#tick('commit');
      await claim.commit(offset);
      this.#checkCommit(offset);
    };
    const now = (): Date => new Date(0);
    const settings = {
      book: this.book,
      log: recordingLogger(),
      wait: this.#wait,
      now,
      window: 2,
      bytes: createWindowBytes(),
      concurrency: 2,
    };
    const settling = settleInMemory(this.#pipeline());
    const worker = createPartitionWorker({ ...claim, commit }, { ...settings, settling: () => settling });
    const taking = worker.take(this.#records.slice(Number(this.#committed)));
    await this.#run(steps);
    if (steps !== undefined) claim.end();
    await this.#run(undefined);
    await taking;
    worker.end();
  }

  /** Lets so many things happen, or all; the books balance after each. */
  async #run(steps = Number.POSITIVE_INFINITY): Promise<void> {
    await settled();
    for (let step = 0; step < steps && this.#scheduler.count() > 0; step += 1) {
      await this.#scheduler.waitOne();
      await settled();
      const { received, applied, ignored, dead, inFlight } = this.book.read();
      expect(received).toBe(applied + ignored + dead + inFlight);
    }
  }

  /** Only takes note: what a commit throws is for the committer to catch. */
  #checkCommit(offset: bigint): void {
    const done = new Set(this.effects.map((effect) => effect.offset));
    for (let before = 0n; before < offset; before += 1n) {
      if (!done.has(before)) this.violations.push(`committed ${offset} while ${before} was unfinished`);
    }
    if (offset < this.#committed) this.violations.push(`committed ${offset} after ${this.#committed}`);
    this.#committed = offset;
  }

  #pipeline(): Pipeline {
    const generation = this.#generation;
    const effect = (offset: bigint): void => {
      this.effects.push({ offset, generation });
    };
    return testPipeline({
      handle: async ({ event }, { signal }) => {
        await this.#tick(`handle ${event.offset}`);
        signal.throwIfAborted();
        const mishap = this.#mishaps[Number(event.offset)]?.[0];
        if (mishap === undefined) return effect(event.offset);
        if (mishap !== 'dead letter lost') this.#mishaps[Number(event.offset)]?.shift();
        throw errors[mishap]();
      },
      policyOf: () => ({ ...testPolicy, attempts: 2, inPlace: once, retryLater: once, outage: once }),
      publisher: {
        publish: async ([letter]) => {
          await this.#tick('publish');
          const offset = Number(new TextDecoder().decode(letter?.headers.get('dlq_original_offset')));
          if (this.#mishaps[offset]?.shift() === 'dead letter lost') throw new RuntimeError('TRANSPORT_FAILED', 'x');
          effect(BigInt(offset));
          return [];
        },
      },
    });
  }

  async #tick(label: string): Promise<void> {
    await this.#scheduler.schedule(Promise.resolve(), label);
  }

  readonly #wait: Wait = (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
      void this.#tick(`wait ${milliseconds}`).then(resolve);
    });
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Effects made under one claim, per key, are in the order of the offsets; null keys promise nothing. */
function expectOrderPerKey(effects: readonly Effect[], plans: readonly Plan[]): void {
  const lanes = Map.groupBy(effects, ({ offset, generation }) => `${generation} ${plans[Number(offset)]?.key}`);
  for (const [lane, made] of lanes) {
    const offsets = made.map(({ offset }) => offset);
    if (!lane.endsWith('null')) expect(offsets).toEqual([...offsets].sort((a, b) => Number(a - b)));
    expect(new Set(offsets).size).toBe(offsets.length);
  }
}

describe('createPartitionWorker, whatever happens in whichever order', () => {
  it('keeps the order of each key, loses nothing and commits nothing unfinished', async () => {
    const lives = fc.array(fc.nat({ max: 25 }), { maxLength: 3 });
    const plans = fc.array(plan, { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), plans, lives, async (scheduler, given, interruptions) => {
        const delivery = new Delivery(scheduler, given);
        for (const steps of interruptions) await delivery.claim(steps);
        await delivery.claim(undefined);
        expect(delivery.violations).toEqual([]);
        expect(delivery.committed).toBe(BigInt(given.length));
        expect(new Set(delivery.effects.map(({ offset }) => offset)).size).toBe(given.length);
        expectOrderPerKey(delivery.effects, given);
        expect(delivery.book.read()).toMatchObject({ inFlight: 0, waiting: 0 });
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});
