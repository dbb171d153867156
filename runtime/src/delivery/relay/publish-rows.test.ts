import { describe, expect, it } from 'vitest';
import { RuntimeError } from '../../core/errors.ts';
import { outgoing, textOf } from '../testing/records.ts';
import { createUnreliablePublisher } from '../testing/unreliable-publisher.ts';
import type { OutboxRow } from './outbox-rows.ts';
import { publishRows } from './publish-rows.ts';

const tooLarge = new RuntimeError('RECORD_TOO_LARGE', 'too large');

const rowsOf = (...names: readonly string[]): readonly OutboxRow[] =>
  names.map((name, index) => ({ shard: 0, seq: BigInt(index + 1), record: outgoing('orders', name[0] ?? null, name) }));

const names = (rows: readonly { readonly seq: bigint }[]): readonly number[] => rows.map(({ seq }) => Number(seq));

function refusing(...refused: readonly string[]): ReturnType<typeof createUnreliablePublisher> {
  const publisher = createUnreliablePublisher();
  publisher.fail = (records) => {
    if (records.some(({ value }) => refused.includes(textOf(value)))) throw tooLarge;
  };
  return publisher;
}

describe('publishRows', () => {
  it('publishes all in one call where nothing is wrong', async () => {
    const publisher = createUnreliablePublisher();
    const rows = rowsOf('a1', 'b1', 'a2');
    expect(await publishRows(publisher, rows, { holds: true })).toEqual({ acknowledged: rows, refused: [] });
    expect(publisher.calls).toHaveLength(1);
  });

  it('finds who is refused, holds what follows under the same key, and publishes the rest in order', async () => {
    const publisher = refusing('a2', 'b2');
    const rows = rowsOf('a1', 'b1', 'a2', 'c1', 'a3', 'b2', 'c2', 'b3');
    const published = await publishRows(publisher, rows, { holds: true });
    expect(names(published.acknowledged)).toEqual([1, 2, 4, 7]);
    expect(names(published.refused)).toEqual([3, 6]);
    expect(publisher.values('orders')).toEqual(['a1', 'b1', 'c1', 'c2']);
  });

  it('passes over those who are refused where nothing is to be held', async () => {
    const publisher = refusing('a1');
    const published = await publishRows(publisher, rowsOf('a1', 'a2'), { holds: false });
    expect(names(published.acknowledged)).toEqual([2]);
  });

  it('says what was acknowledged before everything failed', async () => {
    const publisher = refusing('a2');
    const down = new RuntimeError('TRANSPORT_FAILED', 'away');
    const refuse = publisher.fail;
    publisher.fail = (records) => {
      if (textOf(records[0]?.value) === 'a3') throw down;
      return refuse(records);
    };
    const published = await publishRows(publisher, rowsOf('a1', 'a2', 'a3', 'a4'), { holds: false });
    expect(published.failure).toBe(down);
    expect(names(published.acknowledged)).toEqual([1]);
    expect(names(published.refused)).toEqual([2]);
  });
});
