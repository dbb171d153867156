import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PartitionClaim, StoredRecord } from '../core/transport.ts';
import { createPartitionClaims, type FetchedBatch } from './partition-claims.ts';

const place = { topic: 'orders', partition: 0 };

/** A batch that was asked for from an offset, holding these. */
function batchOf(from: number, offsets: readonly number[]): FetchedBatch {
  const rest = { ...place, key: null, value: null, headers: new Map(), timestamp: 0 };
  const records = offsets.map((offset) => ({ ...rest, offset: BigInt(offset) }));
  return { ...place, from: BigInt(from), records, next: BigInt((offsets.at(-1) ?? from - 1) + 1) };
}

function setUp(
  onRecords = async (_claim: PartitionClaim, _records: readonly StoredRecord[]): Promise<void> => undefined,
) {
  const delivered: bigint[] = [];
  const claims: PartitionClaim[] = [];
  const onError = vi.fn();
  const onUnclaimed = vi.fn();
  const control = { pause: vi.fn(), resume: vi.fn(), seek: vi.fn() };
  const partitionClaims = createPartitionClaims({
    subscription: {
      group: 'g',
      topics: ['orders'],
      startFrom: 'earliest',
      onError,
      async onRecords(claim, records) {
        delivered.push(...records.map(({ offset }) => offset));
        claims.push(claim);
        await onRecords(claim, records);
      },
    },
    control,
    commit: async () => undefined,
    onUnclaimed,
  });
  return { partitionClaims, delivered, claims, control, onError, onUnclaimed };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('createPartitionClaims', () => {
  it('has a claim fetched from where it opens', () => {
    const { partitionClaims, control } = setUp();
    partitionClaims.open({ ...place, offset: 5n });
    expect(control.seek).toHaveBeenCalledWith(expect.objectContaining({ ...place, offset: 5n }));
    expect(control.resume).toHaveBeenCalledOnce();
  });

  it('delivers no record twice, though two leaders of the partition send it', async () => {
    const { partitionClaims, delivered } = setUp();
    partitionClaims.open({ ...place, offset: 5n });
    partitionClaims.deliver(batchOf(5, [5, 6, 7]));
    partitionClaims.deliver(batchOf(5, [5, 6, 7, 8]));
    await vi.waitFor(() => expect(delivered).toEqual([5n, 6n, 7n, 8n]));
  });

  it('delivers nothing that begins after its position, and has the position fetched again', () => {
    const { partitionClaims, delivered, control } = setUp();
    partitionClaims.open({ ...place, offset: 5n });
    partitionClaims.deliver(batchOf(9, [9, 10]));
    expect(delivered).toEqual([]);
    expect(control.seek).toHaveBeenLastCalledWith({ ...place, offset: 5n });
  });

  it('goes on over gaps that compaction left and over batches without records', async () => {
    const { partitionClaims, delivered } = setUp();
    partitionClaims.open({ ...place, offset: 5n });
    partitionClaims.deliver(batchOf(5, [6, 9]));
    partitionClaims.skip(place, 12n);
    partitionClaims.deliver(batchOf(12, [12]));
    await vi.waitFor(() => expect(delivered).toEqual([6n, 9n, 12n]));
  });

  it('opens a new claim at the committed offset after a handler has failed', async () => {
    let failures = 1;
    const { partitionClaims, claims, control, onError } = setUp(async (claim) => {
      if (failures-- <= 0) return;
      await claim.commit(6n);
      throw new Error('the handler failed');
    });
    partitionClaims.open({ ...place, offset: 5n });
    partitionClaims.deliver(batchOf(5, [5, 6, 7]));
    await vi.waitFor(() => expect(onError).toHaveBeenCalledOnce());
    expect(control.pause).toHaveBeenCalled();
    await vi.waitFor(() => expect(control.seek).toHaveBeenLastCalledWith(expect.objectContaining({ offset: 6n })));
    partitionClaims.deliver(batchOf(6, [6, 7]));
    await vi.waitFor(() => expect(claims).toHaveLength(2));
    expect(claims.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  });

  it('ends all claims when the group takes its partitions back, also one that waits to be opened again', async () => {
    vi.useFakeTimers();
    const { partitionClaims, claims, control } = setUp(async () => {
      throw new Error('the handler failed');
    });
    const { assignment } = partitionClaims;
    partitionClaims.open({ ...place, offset: 5n });
    partitionClaims.deliver(batchOf(5, [5]));
    await vi.waitFor(() => expect(control.pause).toHaveBeenCalled());
    partitionClaims.end();
    expect(assignment.aborted).toBe(true);
    expect(partitionClaims.assignment.aborted).toBe(false);
    partitionClaims.deliver(batchOf(6, [6]));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(claims).toHaveLength(1);
    expect(control.seek).toHaveBeenCalledOnce();
  });

  it('tells of records of a partition that nobody has claimed, and of none that rests or was stopped', async () => {
    const { partitionClaims, onUnclaimed, onError } = setUp(async () => {
      throw new Error('no');
    });
    partitionClaims.deliver(batchOf(0, []));
    expect(onUnclaimed).not.toHaveBeenCalled();
    partitionClaims.deliver(batchOf(0, [0]));
    expect(onUnclaimed).toHaveBeenCalledOnce();
    partitionClaims.open({ ...place, offset: 5n });
    partitionClaims.deliver(batchOf(5, [5]));
    await vi.waitFor(() => expect(onError).toHaveBeenCalledOnce());
    partitionClaims.deliver(batchOf(6, [6]));
    expect(onUnclaimed).toHaveBeenCalledOnce();
    partitionClaims.end();
    partitionClaims.stop();
    partitionClaims.deliver(batchOf(6, [6]));
    expect(onUnclaimed).toHaveBeenCalledOnce();
  });

  it('fetches and opens nothing once it was stopped', () => {
    const { partitionClaims, control, delivered } = setUp();
    partitionClaims.open({ ...place, offset: 5n });
    partitionClaims.stop();
    expect(control.pause).toHaveBeenCalledOnce();
    partitionClaims.open({ topic: 'orders', partition: 1, offset: 0n });
    partitionClaims.deliver(batchOf(5, [5]));
    expect(control.seek).toHaveBeenCalledOnce();
    expect(delivered).toEqual([]);
  });
});
