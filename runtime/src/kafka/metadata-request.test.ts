import { describe, expect, it } from 'vitest';
import { decodeMetadata, encodeMetadataRequest } from './metadata-request.ts';

const text = (value: string): readonly number[] => [value.length + 1, ...Buffer.from(value)];
const zeros = (count: number): readonly number[] => Array.from({ length: count }, () => 0);
const id = [0x6f, 0x1c, 0x7b, 0x6e, 0x0a, 0x56, 0x4a, 0x4d, 0x8a, 0x3e, 0x8a, 0x5a, 0x3a, 0x1b, 0x2c, 0x3d];

function topic(name: string, topicId: readonly number[], error = 0): readonly number[] {
  const numbers = [2, 0, 0, 0, 1];
  const partition = [...zeros(2 + 3 * 4), ...numbers, ...numbers, 1, 0];
  return [0, error, ...text(name), ...topicId, 0, 2, ...partition, ...zeros(4), 0];
}

function answer(...topics: readonly (readonly number[])[]): Buffer {
  const broker = [...zeros(4), ...text('127.0.0.1'), ...zeros(4), 0, 0];
  const body = [...zeros(4), 2, ...broker, ...text('cluster'), ...zeros(4), topics.length + 1, ...topics.flat(), 0];
  return Buffer.from([0, ...body]);
}

describe('encodeMetadataRequest', () => {
  it('asks for topics by their names and creates none', () => {
    const named = [...zeros(16), ...text('orders'), 0];
    expect([...encodeMetadataRequest(['orders'])]).toEqual([0, 2, ...named, 0, 0, 0]);
  });

  it('writes lengths of more than one byte', () => {
    const [, , , ...bytes] = encodeMetadataRequest(['x'.repeat(200)]).subarray(15);
    expect(bytes.slice(0, 2)).toEqual([0xc9, 0x01]);
  });
});

describe('decodeMetadata', () => {
  it('tells the cluster and the id of each topic that there is', () => {
    const nameless = topic('without id', zeros(16));
    const leaderless = topic('without leader', id, 5);
    const identity = { cluster: 'cluster', topic: '6f1c7b6e-0a56-4a4d-8a3e-8a5a3a1b2c3d' };
    expect(decodeMetadata(answer(topic('orders', id), nameless, leaderless))).toEqual(
      new Map([
        ['orders', identity],
        ['without leader', identity],
      ]),
    );
  });

  it('refuses a topic that is not there, since the next one of its name may be another', () => {
    expect(() => decodeMetadata(answer(topic('gone', zeros(16), 3)))).toThrow("no broker knows topic 'gone'");
  });

  it('refuses an answer that is cut off', () => {
    expect(() => decodeMetadata(answer(topic('orders', id)).subarray(0, 40))).toThrow('ends too early');
  });
});
