import { describe, expect, it } from 'vitest';
import { channelTopics, mostTopics, openParameters, topicCount } from './channel-topics.ts';
import type { Parameter } from './contract-model.ts';

const parameter = (name: string, values: readonly string[] | undefined): Parameter => ({
  name,
  description: '',
  values,
  default: undefined,
  examples: [],
  location: undefined,
  position: { file: 'orders.yaml', line: 1, column: 1 },
});
const numbers = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => String(index));

describe('channelTopics', () => {
  it('has one topic for each combination, in the order of the address', () => {
    const parameters = [parameter('a', ['x', 'y']), parameter('b', ['1', '2'])];
    expect(channelTopics({ address: '{a}.{b}.{a}', parameters })).toEqual(['x.1.x', 'x.2.x', 'y.1.y', 'y.2.y']);
    expect(channelTopics({ address: 'orders', parameters: [] })).toEqual(['orders']);
  });

  it('has none where a parameter has no enum, and says which', () => {
    const channel = { address: '{a}.{b}', parameters: [parameter('a', ['x']), parameter('b', undefined)] };
    expect([channelTopics(channel), topicCount(channel), openParameters(channel)]).toEqual([[], undefined, ['b']]);
  });

  it('makes no more than anybody wants to run, however many the enums come to', () => {
    const many = (count: number) => ({ address: '{a}', parameters: [parameter('a', numbers(count))] });
    expect(channelTopics(many(mostTopics))).toHaveLength(mostTopics);
    expect(channelTopics(many(mostTopics + 1))).toEqual([]);
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const power = { address: '{a}{b}{c}{d}{e}{f}', parameters: names.map((name) => parameter(name, numbers(100))) };
    expect([topicCount(power), channelTopics(power)]).toEqual([1e12, []]);
  });
});
