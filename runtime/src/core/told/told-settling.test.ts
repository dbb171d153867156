import { describe, expect, it } from 'vitest';
import type { LaneContext, Settling } from '../pipeline/settling.ts';
import { silentTelemetry } from '../quiet-telemetry.ts';
import { record } from '../testing/hand-claim.ts';
import { recordingTelemetry } from '../testing/recording-telemetry.ts';
import { toldSettling } from './told-settling.ts';

const place = { group: 'orders', topic: 'shop.orders', partition: 0 };

const ended = new AbortController();
ended.abort();

function contextOf(signal: AbortSignal): LaneContext {
  const turn = { pause: async () => undefined, leave: () => undefined };
  return { turn, signal, done: () => undefined, doneAgain: () => undefined, due: () => undefined };
}

/** Applies fresh records and gives parked ones up. */
const settling: Settling = {
  laneOf: () => undefined,
  batch: 1,
  settle: async (records, { done }) => {
    for (const each of records) done(each, 'applied');
  },
  parked: {
    dueKeys: async () => ({ keys: [], nextIn: undefined }),
    laneOf: () => '0',
    settle: async (_, { doneAgain }) => {
      doneAgain('dead');
      return false;
    },
  },
  committed: () => undefined,
};

describe('toldSettling', () => {
  it('tells of fresh and of parked records', async () => {
    const telemetry = recordingTelemetry();
    const told = toldSettling(settling, place, telemetry);
    const context = contextOf(new AbortController().signal);
    await told.settle([record(1)], context);
    await told.parked?.settle({ key: null, lane: 0 }, context);
    expect(telemetry.facts).toEqual([
      { kind: 'settled', ...place, outcome: 'applied' },
      { kind: 'settled', ...place, outcome: 'dead' },
    ]);
  });

  it('tells nothing of a claim that has ended, since its records are settled by others', async () => {
    const telemetry = recordingTelemetry();
    await toldSettling(settling, place, telemetry).settle([record(1)], contextOf(ended.signal));
    expect(telemetry.facts).toEqual([]);
  });

  it('is the settling itself without telemetry', () => {
    expect(toldSettling(settling, place, silentTelemetry)).toBe(settling);
  });
});
