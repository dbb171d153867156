import { describe, expect, it } from 'vitest';
import type { DueKey } from '../delivery.ts';
import { handClaim, record } from '../testing/hand-claim.ts';
import { atRest, manualTime } from '../testing/manual-time.ts';
import { recordingLogger } from '../testing/recording-logger.ts';
import { openBook } from './accounting.ts';
import { createPartitionWorker } from './partition-worker.ts';
import type { LaneContext, Settling } from './settling.ts';
import { createWindowBytes } from './window-bytes.ts';

const dueKey: DueKey = { lane: 1, key: Uint8Array.of(1) };

/** A worker whose records are all applied, and whose parked key is taken up as a test says. */
function bench(takeUp: (context: LaneContext) => Promise<boolean>, settle?: Settling['settle']) {
  const time = manualTime();
  const claim = handClaim();
  const book = openBook();
  const log: string[] = [];
  const asked: number[] = [];
  const start = time.now().getTime();
  const keys = [[dueKey], [dueKey]];
  const settling: Settling = {
    laneOf: () => '1',
    batch: 10,
    settle:
      settle ??
      (async (records, { done }) => {
        for (const one of records) {
          log.push(`record ${one.offset}`);
          done(one, 'applied');
        }
      }),
    parked: {
      dueKeys: async () => {
        asked.push(time.now().getTime() - start);
        return { keys: keys.shift() ?? [], nextIn: undefined };
      },
      laneOf: ({ lane }) => String(lane),
      settle: async (_, context) => {
        log.push('parked');
        return takeUp(context);
      },
    },
    committed: (offset) => void log.push(`committed ${offset}`),
  };
  const worker = createPartitionWorker(claim, {
    settling: () => settling,
    book,
    log: recordingLogger(),
    wait: time.wait,
    now: time.now,
    window: 100,
    bytes: createWindowBytes(),
    concurrency: 4,
  });
  return { worker, claim, time, book, log, asked };
}

describe('createPartitionWorker, with parked keys', () => {
  it('takes up what was parked before, with no record coming, and counts it as received again', async () => {
    const { time, log, book } = bench(async ({ doneAgain }) => {
      doneAgain('applied');
      return false;
    });
    await time.advance(0);
    expect(log).toEqual(['parked']);
    expect(book.read()).toMatchObject({ received: 1, applied: 1, inFlight: 0 });
  });

  it('lets records of the lane in between where a key has many, and comes back to it', async () => {
    const left = [true, true, false];
    const { worker, log } = bench(async () => {
      if (left.length === 3) void worker.take([record(0), record(1)]);
      return left.shift() ?? false;
    });
    await atRest();
    await atRest();
    expect(log).toEqual(['parked', 'record 0', 'record 1', 'parked', 'parked']);
  });

  it('takes the same key up again when it is due again, once the last time is over', async () => {
    const { time, log } = bench(async () => false);
    await time.advance(5_000);
    expect(log).toEqual(['parked', 'parked']);
  });

  it('asks again as soon as what was parked here is due', async () => {
    const { worker, time, asked } = bench(
      async () => false,
      async ([one], { done, due }) => {
        if (one !== undefined) done(one, 'parked');
        due(700);
      },
    );
    await worker.take([record(0)]);
    await time.advance(1_000);
    expect(asked).toEqual([0, 700]);
  });

  it('tells how far all is committed, after the commit', async () => {
    const { worker, claim, time, log } = bench(async () => false);
    claim.failure = new Error('away');
    await worker.take([record(0), record(1)]);
    await time.advance(200);
    expect(log).not.toContain('committed 2');
    claim.failure = undefined;
    await time.advance(200);
    expect(claim.commits).toEqual([2n]);
    expect(log).toContain('committed 2');
  });

  it('takes up nothing any more once its claim has ended', async () => {
    const { claim, time, asked } = bench(async () => false);
    await atRest();
    claim.end();
    await time.advance(60_000);
    expect(asked).toEqual([0]);
    expect(time.waiting).toBe(0);
  });
});
