import { describe, expect, it, vi } from 'vitest';
import type { SubscribeOptions } from '../core/transport.ts';
import { positionNotes, type TopicIdentity } from './position-note.ts';
import { type Observation, startOffsets } from './start-offsets.ts';
import { createSubscriptionMemory, type SubscriptionMemory } from './subscription-memory.ts';

const topic = { cluster: 'one', topic: 'first' };
const again = { cluster: 'one', topic: 'second' };

const positionNote = (identity: TopicIdentity) => positionNotes(new Map([['orders', identity]])).get('orders');

function begin(observed: Partial<Observation>, memory: SubscriptionMemory = createSubscriptionMemory()) {
  const onError = vi.fn();
  const subscription: SubscribeOptions = {
    ...{ group: 'shipping', topics: ['orders'], startFrom: 'earliest', onError },
    onRecords: async () => undefined,
  };
  const observation: Observation = {
    topics: new Map([['orders', topic]]),
    counts: new Map([['orders', 1]]),
    positionOf: () => ({ offset: 5n, note: positionNote(topic) }),
    rangeOf: () => ({ low: 0n, high: 9n }),
    ...observed,
  };
  const { starts } = startOffsets({ orders: [0] }, observation, { subscription, memory });
  return { offsets: starts.map(({ offset }) => offset), memory, onError };
}

const madeAnew = expect.objectContaining({
  code: 'OFFSET_OUT_OF_RANGE',
  message: expect.stringContaining('the topic was made anew'),
});

describe('startOffsets', () => {
  it('are the positions that the group has stored', () => {
    expect(begin({}).offsets).toEqual([5n]);
  });

  it('are refused where the positions are of a topic that had the name before', () => {
    expect(() => begin({ topics: new Map([['orders', again]]) })).toThrow(madeAnew);
  });

  it('are those that an operator has set in the topic that was made anew', () => {
    const byHand = { topics: new Map([['orders', again]]), positionOf: () => ({ offset: 0n, note: '' }) };
    expect(begin(byHand).offsets).toEqual([0n]);
  });

  it('are refused where this subscription has begun with another topic, whatever is stored', () => {
    const { memory } = begin({});
    for (const position of [undefined, { offset: 5n, note: '' }, { offset: 5n, note: positionNote(again) }]) {
      const observed = { topics: new Map([['orders', again]]), positionOf: () => position };
      expect(() => begin(observed, memory)).toThrow(madeAnew);
    }
    expect(begin({}, memory).offsets).toEqual([5n]);
  });

  it('are taken at their word where nobody knows the ids of topics', () => {
    expect(begin({ topics: new Map() }).offsets).toEqual([5n]);
  });

  it('come with what is to be said of partitions that were added', () => {
    const { memory, onError } = begin({});
    expect(onError).not.toHaveBeenCalled();
    const grown = begin({ counts: new Map([['orders', 2]]) }, memory);
    expect(grown.onError).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'PARTITIONS_ADDED' }));
  });
});
