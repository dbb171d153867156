import type { CrashPoint } from '../crash-points.ts';
import { RuntimeError } from '../errors.ts';
import { textOf } from '../headers.ts';
import type { Outcome } from '../pipeline/accounting.ts';
import type { Decode } from '../pipeline/decode.ts';
import type { Handle } from '../pipeline/handle.ts';
import { laneOf } from '../pipeline/lane-of.ts';
import type { WaitScope } from '../pipeline/lanes.ts';
import { settleOnce } from '../pipeline/once/settle-once.ts';
import type { RetryPolicy } from '../pipeline/retry-policy.ts';
import type { LaneContext, Settling } from '../pipeline/settling.ts';
import type { StoredRecord } from '../transport.ts';
import { decodedOf } from './bound.ts';
import { type ManualTime, manualTime } from './manual-time.ts';
import { type MemoryDelivery, memoryDelivery, type TransactionStep } from './memory-delivery.ts';
import { testPipeline, testPolicy } from './test-pipeline.ts';

export interface OnceBenchOptions {
  /** Called before the effect, which is a statement with the event's id. */
  readonly handle?: Handle;
  readonly decode?: Decode;
  /** What reading records fails with, by offset. */
  readonly unreadable?: Readonly<Record<number, Error>>;
  idOf?(record: StoredRecord): string;
  readonly policy?: Partial<RetryPolicy>;
  readonly maxRecordBytes?: number;
  readonly dedupeWindow?: number;
}

interface Fault {
  readonly step: TransactionStep;
  readonly error: Error;
}

/** Settles records over the model of delivery. Time passes by waiting alone. */
export interface OnceBench {
  readonly settling: Settling;
  readonly delivery: MemoryDelivery;
  readonly time: ManualTime;
  /** What became of each record, such as `0 applied`, or `again applied`. */
  readonly outcomes: string[];
  /** Each call of a handler, such as `0: 1`, by offset and attempt. */
  readonly attempts: string[];
  readonly steps: TransactionStep[];
  readonly pauses: (readonly [number, WaitScope])[];
  readonly due: number[];
  readonly reached: CrashPoint[];
  /** Reasons of the dead letters, in order. */
  reasons(): readonly string[];
  /** The next such steps fail, in this order. */
  fail(...faults: readonly Fault[]): void;
  lose(): void;
  settle(...records: readonly StoredRecord[]): Promise<void>;
  takeUp(key: string): Promise<boolean | undefined>;
}

export function onceBench(options: OnceBenchOptions = {}): OnceBench {
  const time = manualTime();
  const outcomes: string[] = [];
  const attempts: string[] = [];
  const steps: TransactionStep[] = [];
  const pauses: (readonly [number, WaitScope])[] = [];
  const due: number[] = [];
  const reached: CrashPoint[] = [];
  const faults: Fault[] = [];
  const lost = new AbortController();

  const delivery = memoryDelivery({
    now: () => time.now().getTime(),
    dedupeWindow: options.dedupeWindow,
    maxRecordBytes: options.maxRecordBytes,
    step: async (step) => {
      steps.push(step);
      if (faults[0]?.step === step) throw faults.shift()?.error;
    },
  });

  const handle: Handle = async (decoded, given) => {
    attempts.push(`${decoded.event.offset}: ${given.attempt}`);
    await options.handle?.(decoded, given);
    await given.transaction?.tx.query('insert', [decoded.event.id]);
  };

  const decode: Decode = async (record) => {
    const error = options.unreadable?.[Number(record.offset)];
    if (error !== undefined) throw error;
    const decoded = decodedOf(record);
    const id = options.idOf?.(record) ?? textOf(record.headers, 'ce_id') ?? decoded.event.id;
    return { ...decoded, event: { ...decoded.event, id, time: new Date(1_000) } };
  };

  const pipeline = testPipeline({
    handle,
    decode: options.decode ?? decode,
    policyOf: () => ({ ...testPolicy, ...options.policy }),
    now: time.now,
    reach: (point) => void reached.push(point),
  });
  const place = { consumer: 'orders', topic: 'shop.orders', partition: 0 };
  const settling = settleOnce({ pipeline: { ...pipeline, delivery, halted: () => undefined }, place, batch: 10 });

  const context: LaneContext = {
    turn: {
      pause: async (milliseconds, scope) => {
        pauses.push([milliseconds, scope]);
        await time.advance(milliseconds);
      },
      leave: () => undefined,
    },
    signal: lost.signal,
    done: (record, outcome: Outcome) => void outcomes.push(`${record.offset} ${outcome}`),
    doneAgain: (outcome) => void outcomes.push(`again ${outcome}`),
    due: (milliseconds) => void due.push(milliseconds),
  };

  return {
    settling,
    delivery,
    time,
    outcomes,
    attempts,
    steps,
    pauses,
    due,
    reached,
    reasons: () => delivery.outbox.flatMap(({ headers }) => textOf(headers, 'dlq_reason') ?? []),
    fail: (...given) => void faults.push(...given),
    lose: () => lost.abort(new RuntimeError('CLAIM_ENDED', 'partition lost')),
    settle: (...records) => settling.settle(records, context),
    takeUp: async (key) => {
      const bytes = new TextEncoder().encode(key);
      return settling.parked?.settle({ key: bytes, lane: laneOf({ key: bytes, offset: 0n }) }, context);
    },
  };
}
