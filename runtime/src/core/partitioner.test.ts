import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { murmur2, partitionOf } from './partitioner.ts';

const text = new TextEncoder();
const noTurn = (): number => {
  throw new Error('a record with a key takes no turn');
};

describe('murmur2', () => {
  it.each([
    // UtilsTest.testMurmur2 of Apache Kafka
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
    // What kafkajs computes
    ['', 275646681],
    ['0', 971027396],
    ['1', -1993445489],
    ['128', -326012175],
    ['16384', -325739742],
    ['170859375', -1658323481],
  ])('hashes %j as the Java client does', (key, hash) => {
    expect(murmur2(text.encode(key))).toBe(hash);
  });

  it('does not depend on where in a buffer the key lies', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(7), (key, shift) => {
        const shifted = new Uint8Array(shift + key.length + 3).fill(0xee);
        shifted.set(key, shift);
        expect(murmur2(shifted.subarray(shift, shift + key.length))).toBe(murmur2(key));
      }),
    );
  });
});

describe('partitionOf', () => {
  it('clears the sign bit rather than taking the absolute value', () => {
    expect(partitionOf(text.encode('21'), 12, noTurn)).toBe((-973932308 & 0x7fffffff) % 12);
    expect(partitionOf(text.encode('21'), 12, noTurn)).not.toBe(973932308 % 12);
  });

  it('is a partition of the topic, the same each time', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.integer({ min: 1, max: 10_000 }), (key, partitions) => {
        const partition = partitionOf(key, partitions, noTurn);
        expect(partition).toBeGreaterThanOrEqual(0);
        expect(partition).toBeLessThan(partitions);
        expect(partitionOf(key.slice(), partitions, noTurn)).toBe(partition);
      }),
    );
  });

  it('takes the partitions in turn for records without a key', () => {
    let turn = 0;
    const taken = Array.from({ length: 7 }, () => partitionOf(null, 3, () => turn++));
    expect(taken).toEqual([0, 1, 2, 0, 1, 2, 0]);
  });

  it('treats an empty key as a key', () => {
    expect(partitionOf(new Uint8Array(), 10, noTurn)).toBe(275646681 % 10);
  });
});
