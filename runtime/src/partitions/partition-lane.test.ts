import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RuntimeError } from '../core/errors.ts';
import { createPartitionLane, type LaneRecord, type PartitionLane, type SendBatch } from './partition-lane.ts';

interface Message {
  readonly value: string;
}

type Given = Pick<LaneRecord<Message>, 'message' | 'bytes' | 'isWanted'>;

function laneRecord(value: string, bytes = 100, isWanted = (): boolean => true): Given {
  return { message: { value }, bytes, isWanted };
}

function append(lane: PartitionLane<Message>, record: Given): Promise<bigint> {
  return new Promise((resolve, reject) => lane.append({ ...record, resolve, reject }));
}

/** A broker that numbers what it takes and refuses batches of more than `limit` records. */
function broker(limit = Number.POSITIVE_INFINITY) {
  const log: unknown[] = [];
  const batches: number[] = [];
  let underWay = 0;
  const send: SendBatch<Message> = async (messages) => {
    underWay += 1;
    expect(underWay).toBe(1);
    await Promise.resolve();
    underWay -= 1;
    batches.push(messages.length);
    if (messages.length > limit) throw new RuntimeError('RECORD_TOO_LARGE', 'too large');
    const first = BigInt(log.length);
    log.push(...messages.map(({ value }) => value));
    return first;
  };
  return { log, batches, send };
}

describe('createPartitionLane', () => {
  it('appends records in their order and answers each with its own offset', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 1_200_000 }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 1, max: 30 }), async (bytes, limit) => {
        const { log, send } = broker(limit);
        const lane = createPartitionLane(send);
        const offsets = await Promise.all(bytes.map((size, index) => append(lane, laneRecord(`${index}`, size))));
        expect(offsets).toEqual(bytes.map((_, index) => BigInt(index)));
        expect(log).toEqual(bytes.map((_, index) => `${index}`));
      }),
    );
  });

  it('sends together what comes together, up to what a broker takes', async () => {
    const { batches, send } = broker();
    const lane = createPartitionLane(send);
    await Promise.all([400_000, 400_000, 400_000, 2_000_000, 1, 1].map((size) => append(lane, laneRecord('x', size))));
    expect(batches).toEqual([2, 1, 1, 2]);
  });

  it('rejects the one record that its topic does not take, and sends the others', async () => {
    const { log, send } = broker();
    const picky: SendBatch<Message> = async (messages, isWanted) => {
      if (messages.some(({ value }) => value === 'huge')) throw new RuntimeError('RECORD_TOO_LARGE', 'too large');
      return send(messages, isWanted);
    };
    const lane = createPartitionLane(picky);
    const results = await Promise.allSettled(['a', 'b', 'huge', 'c'].map((value) => append(lane, laneRecord(value))));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(log).toEqual(['a', 'b', 'c']);
  });

  it('does not send a record that nobody waits for any more', async () => {
    const { log, send } = broker();
    const lane = createPartitionLane(send);
    const given = append(
      lane,
      laneRecord('given up', 100, () => false),
    );
    await append(lane, laneRecord('wanted'));
    await expect(given).rejects.toMatchObject({ code: 'TRANSPORT_FAILED' });
    expect(log).toEqual(['wanted']);
  });

  it('goes on after a batch has failed', async () => {
    const { log, send } = broker();
    let failures = 1;
    const lane = createPartitionLane<Message>(async (messages, isWanted) => {
      if (failures-- > 0) throw new Error('the broker is down');
      return send(messages, isWanted);
    });
    await expect(append(lane, laneRecord('first'))).rejects.toThrow('the broker is down');
    await append(lane, laneRecord('second'));
    expect(log).toEqual(['second']);
  });
});
