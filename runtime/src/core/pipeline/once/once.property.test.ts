import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RuntimeError } from '../../errors.ts';
import { fatal, retryLater } from '../../handler-error.ts';
import { headerText } from '../../header-text.ts';
import { decodedOf } from '../../testing/bound.ts';
import { handClaim, record } from '../../testing/hand-claim.ts';
import { type MemoryDelivery, memoryDelivery, type TransactionStep } from '../../testing/memory-delivery.ts';
import { recordingLogger } from '../../testing/recording-logger.ts';
import { testPipeline, testPolicy } from '../../testing/test-pipeline.ts';
import type { OutgoingRecord, StoredRecord } from '../../transport.ts';
import type { Wait } from '../../wait.ts';
import { type Book, openBook } from '../accounting.ts';
import type { Decoded } from '../decode.ts';
import type { Try } from '../handle.ts';
import { createPartitionWorker, type PartitionWorker } from '../partition-worker.ts';
import { createWindowBytes } from '../window-bytes.ts';
import { settleOnce } from './settle-once.ts';

/** What goes wrong with an event, one entry for each try; when the list is used up all is well. */
type Mishap = 'transient' | 'after effect' | 'later' | 'retry' | 'outage' | 'conflict' | 'fatal' | 'poison';

const errors: Record<Mishap, () => Error> = {
  transient: () => new Error('boom'),
  'after effect': () => new Error('boom'),
  later: () => retryLater('not yet'),
  retry: () => Object.assign(new Error('slow'), { code: 'SLOW' }),
  outage: () => new RuntimeError('REGISTRY_UNAVAILABLE', 'x'),
  conflict: () => new RuntimeError('DATABASE_CONFLICT', 'x'),
  fatal: () => fatal('never'),
  poison: () => new RuntimeError('FRAME_INVALID', 'x'),
};

interface Plan {
  readonly key: string | null;
  readonly mishaps: readonly Mishap[];
  /** The event that it is again, by number; undefined: its own. */
  readonly again: number | undefined;
}

const plan: fc.Arbitrary<Plan> = fc.record({
  key: fc.constantFrom('a', 'b', 'c', null),
  mishaps: fc.array(fc.constantFrom(...(Object.keys(errors) as Mishap[])), { maxLength: 5 }),
  again: fc.option(fc.nat({ max: 8 }), { nil: undefined, freq: 4 }),
});

/** How long an owner of the partition lives, in steps, and whether it then goes or goes on without knowing. */
interface Life {
  readonly steps: number;
  readonly end: 'crash' | 'zombie';
}

const life: fc.Arbitrary<Life> = fc.record({
  steps: fc.nat({ max: 60 }),
  end: fc.constantFrom('crash', 'zombie'),
});

/** Steps of transactions, in their order, that fail as if the database had gone. */
const faults: fc.Arbitrary<readonly (TransactionStep | undefined)[]> = fc.array(
  fc.option(fc.constantFrom<TransactionStep>('begin', 'admit', 'statement', 'commit', 'committed'), {
    nil: undefined,
    freq: 3,
  }),
  { maxLength: 60 },
);

interface World {
  readonly delivery: MemoryDelivery;
  readonly log: StoredRecord[];
  readonly books: Book[];
  readonly committed: () => bigint;
  /** One owner after the others, from the committed offset, for so many steps or until all is settled. */
  own(life?: Life): Promise<void>;
  /** Nothing goes wrong any more. */
  heal(): void;
  end(): void;
}

const place = { consumer: 'orders', topic: 'shop.orders', partition: 0 };
const once = { first: 1, longest: 1 };

function world(
  scheduler: fc.Scheduler,
  { plans, faults }: { readonly plans: readonly Plan[]; readonly faults: readonly (TransactionStep | undefined)[] },
): World {
  const mishaps = new Map(plans.map((one, index) => [`e-${index}`, [...one.mishaps]]));
  const failing = [...faults];
  const log = plans.map((one, index) => recordOf(plans, one, index));
  const books: Book[] = [];
  const workers: PartitionWorker[] = [];
  let clock = 0;
  let committed = 0n;
  let generation = 0;
  const tick = (label: string): Promise<void> => scheduler.schedule(Promise.resolve(), label).then(() => undefined);

  const wait: Wait = (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) reject(signal.reason);
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      const due = clock + milliseconds;
      void tick(`wait ${milliseconds}`).then(() => {
        clock = Math.max(clock, due);
        resolve();
      });
    });

  const delivery = memoryDelivery({
    now: () => clock,
    step: async (step) => {
      await tick(step);
      if (failing.shift() === step) throw new RuntimeError('DATABASE_UNAVAILABLE', 'x');
    },
  });

  const fail = (id: string, at: readonly Mishap[]): void => {
    const [mishap] = mishaps.get(id) ?? [];
    if (mishap === undefined || !at.includes(mishap)) return;
    mishaps.get(id)?.shift();
    throw errors[mishap]();
  };

  const handle = async ({ event }: Decoded, { transaction }: Try): Promise<void> => {
    await tick(`handle ${event.offset}`);
    fail(event.id, ['transient', 'later', 'retry', 'outage', 'conflict', 'fatal']);
    await transaction?.tx.query('insert', [event.id]);
    fail(event.id, ['after effect']);
  };

  const decode = async (given: StoredRecord): Promise<Decoded> => {
    fail(idOf(given), ['poison']);
    const decoded = decodedOf(given);
    return { ...decoded, event: { ...decoded.event, id: idOf(given) } };
  };

  const now = (): Date => new Date(clock);
  const policy = { ...testPolicy, attempts: 2, later: [1_000, 2_000], inPlace: once, retryLater: once, outage: once };
  const slow = { error: 'SLOW', class: 'retry' } as const;
  const pipeline = {
    ...testPipeline({ handle, decode, now, policyOf: () => ({ ...policy, errors: [slow] }) }),
    delivery,
    halted: (error: Error): void => expect.fail(error.message),
  };

  const isDone = (): boolean => committed === BigInt(log.length) && delivery.parked().waiting.length === 0;

  const steps = async (most: number): Promise<void> => {
    await settled();
    for (let step = 0; step < most && !(most > 1_000 && isDone()); step += 1) {
      if (scheduler.count() > 0) await scheduler.waitOne();
      await settled();
      for (const book of books) expectBalance(book);
    }
  };

  return {
    delivery,
    log,
    books,
    committed: () => committed,
    heal: () => {
      mishaps.clear();
      failing.length = 0;
    },
    own: async (given) => {
      generation += 1;
      const mine = generation;
      const book = openBook();
      books.push(book);
      const claim = handClaim();
      const commit = async (offset: bigint): Promise<void> => {
        await tick('commit offset');
        if (mine !== generation) throw new RuntimeError('CLAIM_ENDED', 'another owner');
        await claim.commit(offset);
        expect(offset).toBeGreaterThanOrEqual(committed);
        committed = offset;
      };
      const settings = {
        book,
        log: recordingLogger(),
        wait,
        now,
        window: 8,
        bytes: createWindowBytes(),
        concurrency: 2,
      };
      const settling = settleOnce({ pipeline, place, batch: 3 });
      const worker = createPartitionWorker({ ...claim, commit }, { ...settings, settling: () => settling });
      workers.push(worker);
      void worker.take(log.slice(Number(committed))).catch(() => undefined);
      await steps(given?.steps ?? 20_000);
      if (given?.end === 'crash') claim.end();
    },
    end: () => {
      for (const worker of workers) worker.end();
    },
  };
}

/** A duplicate has the key of the event that it is again, which has one: the model knows ids by their lane. */
function recordOf(plans: readonly Plan[], { key, again }: Plan, index: number): StoredRecord {
  const known = again === undefined || again >= index || plans[again]?.again !== undefined ? undefined : again;
  const original = known !== undefined && plans[known]?.key ? known : index;
  const headers = new Map([['ce_id', new TextEncoder().encode(`e-${original}`)]]);
  return record(index, { key: original === index ? key : (plans[original]?.key ?? null), headers });
}

function idOf({ headers }: StoredRecord): string {
  return headerText('ce_id', headers.get('ce_id') ?? new Uint8Array());
}

function expectBalance(book: Book): void {
  const { received, applied, ignored, deduplicated, parked, dead, inFlight } = book.read();
  expect(received).toBe(applied + ignored + deduplicated + parked + dead + inFlight);
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const header = ({ headers }: OutgoingRecord, name: string): string =>
  new TextDecoder().decode(headers.get(name) ?? new Uint8Array());

/** Puts dead letters back where they came from. */
function redrive(letters: readonly OutgoingRecord[], log: StoredRecord[]): void {
  for (const [index, letter] of letters.entries()) {
    const headers = new Map([...letter.headers, ['dlq_replay_id', new TextEncoder().encode(`r-${index}`)]]);
    log.push({ ...record(log.length, { key: letter.key }), headers });
  }
}

describe('settleOnce, whatever happens in whichever order', () => {
  it('makes each effect once, in the order of its key, loses nothing, and keeps its books', async () => {
    const histories = fc.record({ plans: fc.array(plan, { minLength: 1, maxLength: 10 }), faults });
    const lives = fc.array(life, { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), histories, lives, async (scheduler, history, given) => {
        const { delivery, log, committed, own, heal, end } = world(scheduler, history);
        for (const one of given) await own(one);
        await own();
        expect(committed()).toBe(BigInt(log.length));
        const letters = [...delivery.outbox];
        const offsets = letters.map((letter) => header(letter, 'dlq_original_offset'));
        expect(new Set(offsets).size).toBe(offsets.length);

        heal();
        redrive(letters, log);
        await own();
        end();
        expect(committed()).toBe(BigInt(log.length));
        expect(delivery.parked()).toEqual({ waiting: [], behind: [], dead: [] });
        const effects = delivery.effects.map(([id]) => String(id));
        expect([...effects].sort()).toEqual([...new Set(log.map(idOf))].sort());
        // What was dead while its followers went on is out of order for good.
        const overtaken = new Set(
          letters.filter((one) => header(one, 'dlq_reason') !== 'exhausted').map((one) => header(one, 'ce_id')),
        );
        for (const key of ['a', 'b', 'c']) {
          const ids = [...new Set(log.filter((one) => one.key && headerText('key', one.key) === key).map(idOf))];
          const expected = ids.filter((id) => !overtaken.has(id));
          expect(effects.filter((id) => expected.includes(id))).toEqual(expected);
        }
      }),
      { numRuns: 150 },
    );
  }, 120_000);
});
