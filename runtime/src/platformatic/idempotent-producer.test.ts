import type { MessageRecord } from '@platformatic/kafka';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PartitionBatch } from '../partitions/publisher.ts';
import { createIdempotentProducer, type ProduceTarget } from './idempotent-producer.ts';

const fenced = 47;
const outOfOrder = 45;
const timedOut = 7;
const tooLarge = 10;

/** What becomes of a request: an error code of the broker, or the way it is lost. */
type Fate = 'taken' | 'taken, answer lost' | 'lost' | 'late' | 'unreachable' | number;

interface Arrival {
  readonly producerId: bigint;
  readonly epoch: number;
  readonly sequence: number;
  readonly values: readonly string[];
}

/** One partition of a broker that counts as Kafka does, reached over a network that plays the fates in turn. */
function setUp(...fates: Fate[]) {
  const log: string[] = [];
  const offsets = new Map<string, bigint>();
  const states = new Map<bigint, { epoch: number; next: number }>();
  const late: Arrival[] = [];
  const errors: number[] = [];
  let producers = 0n;

  function append({ producerId, epoch, sequence, values }: Arrival): { errorCode: number; baseOffset: bigint } {
    const state = states.get(producerId);
    const known = offsets.get(`${producerId}/${epoch}/${sequence}`);
    if (state !== undefined && epoch < state.epoch) return { errorCode: fenced, baseOffset: -1n };
    if (known !== undefined) return { errorCode: 0, baseOffset: known };
    const expected = state?.epoch === epoch ? state.next : 0;
    if (sequence !== expected) return { errorCode: outOfOrder, baseOffset: -1n };
    const baseOffset = BigInt(log.length);
    offsets.set(`${producerId}/${epoch}/${sequence}`, baseOffset);
    states.set(producerId, { epoch, next: sequence + values.length });
    log.push(...values);
    return { errorCode: 0, baseOffset };
  }

  const target: ProduceTarget = {
    beginProducer: async () => {
      producers += 1n;
      return producers;
    },
    async reach() {
      const fate = fates.shift() ?? 'taken';
      if (fate === 'unreachable') throw new Error('connect ECONNREFUSED');
      return async (messages, { producerId, producerEpoch: epoch, sequences }) => {
        const values = messages.map(({ value }) => `${value}`);
        const arrival = { producerId, epoch, sequence: sequences.get('orders:0') ?? -1, values };
        if (typeof fate === 'number') return { errorCode: fate, baseOffset: -1n };
        if (fate === 'late') late.push(arrival);
        if (fate === 'lost' || fate === 'late') throw new Error('Request timed out');
        const answer = append(arrival);
        if (answer.errorCode !== 0) errors.push(answer.errorCode);
        if (fate === 'taken, answer lost') throw new Error('Connection closed');
        return answer;
      };
    },
    forget: () => undefined,
  };
  return { send: createIdempotentProducer(target), log, late, append, errors, producers: () => producers };
}

function batch(values: readonly string[], isWanted = (): boolean => true): PartitionBatch<MessageRecord> {
  const messages = values.map((value) => ({ topic: 'orders', partition: 0, value: Buffer.from(value) }));
  return { topic: 'orders', partition: 0, messages, isWanted };
}

/** Nobody waits for it any more once it was sent so often. */
function wantedFor(attempts: number): () => boolean {
  let asked = 0;
  // It is asked before each attempt and after each failure.
  return () => ++asked < 2 * attempts;
}

describe('createIdempotentProducer', () => {
  it('sends again under the same number, so that nothing is appended twice', async () => {
    const { send, log } = setUp('taken, answer lost', 'unreachable', 'lost');
    expect(await send(batch(['a', 'b']))).toBe(0n);
    expect(await send(batch(['c']))).toBe(2n);
    expect(log).toEqual(['a', 'b', 'c']);
  });

  it('never has the broker take a batch for one of the same size that was given up', async () => {
    const { send, log } = setUp('taken, answer lost');
    await expect(send(batch(['given up'], wantedFor(1)))).rejects.toMatchObject({ code: 'TRANSPORT_FAILED' });
    expect(await send(batch(['next']))).toBe(1n);
    expect(log).toEqual(['given up', 'next']);
  });

  it('has a batch that was given up refused where it arrives after all', async () => {
    const { send, log, late, append } = setUp('late');
    await expect(send(batch(['late'], wantedFor(1)))).rejects.toMatchObject({ code: 'TRANSPORT_FAILED' });
    await send(batch(['next']));
    expect(late.map((arrival) => append(arrival).errorCode)).toEqual([fenced]);
    expect(log).toEqual(['next']);
  });

  it('takes a refusal for what it is, and goes on counting where it was', async () => {
    const { send, log, errors, producers } = setUp('taken', tooLarge);
    await send(batch(['a']));
    await expect(send(batch(['huge']))).rejects.toMatchObject({ code: 'RECORD_TOO_LARGE' });
    await send(batch(['b']));
    expect([log, errors, producers()]).toEqual([['a', 'b'], [], 1n]);
  });

  it('counts anew where a refusal follows a failure that may have been none', async () => {
    const { send, log } = setUp('taken, answer lost', tooLarge);
    await expect(send(batch(['a']))).rejects.toMatchObject({ code: 'RECORD_TOO_LARGE' });
    await send(batch(['b']));
    expect(log).toEqual(['a', 'b']);
  });

  it('counts anew where the broker has lost count', async () => {
    const { send, log } = setUp('taken', outOfOrder);
    await send(batch(['a']));
    expect(await send(batch(['b']))).toBe(1n);
    expect(log).toEqual(['a', 'b']);
  });

  it('does not send what nobody waits for by the time that the leader is reached', async () => {
    const { send, log } = setUp();
    await expect(send(batch(['a'], () => false))).rejects.toMatchObject({ code: 'TRANSPORT_FAILED' });
    expect(log).toEqual([]);
  });

  it('says which topic is unknown, after a while in which it may just be new', async () => {
    const { send } = setUp(...Array.from({ length: 30 }, () => 3));
    const began = Date.now();
    await expect(send(batch(['a']))).rejects.toMatchObject({ code: 'TOPIC_UNKNOWN' });
    expect(Date.now() - began).toBeGreaterThan(1_900);
  });

  it('goes on with another producer when a partition has used up its epochs', async () => {
    const epochs = 0x8000;
    const { send, log, producers } = setUp(...Array.from({ length: epochs }, (): Fate => 'lost'));
    for (let round = 0; round < epochs; round += 1) await send(batch(['lost'], wantedFor(1))).catch(() => undefined);
    expect(producers()).toBe(1n);
    await send(batch(['a']));
    expect(producers()).toBe(2n);
    expect(log).toEqual(['a']);
  });

  it('appends what was acknowledged once and in order, whatever the network does', async () => {
    const fate = fc.constantFrom<Fate>('taken', 'taken, answer lost', 'lost', 'late', 'unreachable', timedOut, 19);
    const sends = fc.array(
      fc.record({ size: fc.integer({ min: 1, max: 2 }), attempts: fc.integer({ min: 1, max: 2 }) }),
      {
        maxLength: 8,
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { maxLength: 8 }), sends, async (fates, batches) => {
        const { send, log, late, append } = setUp(...fates);
        const acknowledged: string[] = [];
        for (const [number, { size, attempts }] of batches.entries()) {
          const values = Array.from({ length: size }, (_, index) => `${number}.${index}`);
          const sent = await send(batch(values, wantedFor(attempts))).catch(() => undefined);
          if (sent !== undefined) {
            expect(log.slice(Number(sent), Number(sent) + size)).toEqual(values);
            acknowledged.push(...values);
          }
          for (const arrival of late.splice(0)) append(arrival);
        }
        const kept = log.filter((value) => acknowledged.includes(value));
        expect(kept).toEqual(acknowledged);
      }),
      { numRuns: 60 },
    );
  });
});
