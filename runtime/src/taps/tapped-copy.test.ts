import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handlingOf } from '../core/handler-error.ts';
import { headerBytes, headerText } from '../core/header-text.ts';
import { record } from '../core/testing/hand-claim.ts';
import type { OutgoingRecord, StoredRecord } from '../core/transport.ts';
import { copiesFor, pathHeader } from './tapped-copy.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

const recordWith = (headers: Readonly<Record<string, string>>): StoredRecord =>
  record(7, {
    key: bytes(0, 255),
    value: bytes(1, 2, 3),
    headers: new Map(Object.entries(headers).map(([name, text]) => [name, headerBytes(text)])),
  });

const stored = (copy: OutgoingRecord): StoredRecord => ({ ...copy, partition: 0, offset: 0n, timestamp: 0 });

const pathIn = (copy: OutgoingRecord | undefined): string =>
  headerText(pathHeader, copy?.headers.get(pathHeader) ?? bytes());

describe('copiesFor', () => {
  it('keeps key, value and headers byte for byte, and says where the record stood', () => {
    const original = recordWith({ ce_id: 'e-1', 'x-any': '…' });
    const [copy, other] = copiesFor(original, ['a', 'b']);
    expect(copy).toEqual({
      topic: 'a',
      key: original.key,
      value: original.value,
      headers: new Map([...original.headers, [pathHeader, headerBytes('shop.orders')]]),
    });
    expect(other?.topic).toBe('b');
  });

  it('goes to no topic on which the record stood before', () => {
    const [copy] = copiesFor(recordWith({}), ['shop.sales']);
    if (copy === undefined) throw new TypeError('no copy');
    expect(copiesFor(stored(copy), ['shop.orders'])).toEqual([]);
    expect(copiesFor(stored(copy), ['shop.orders', 'shop.third']).map(pathIn)).toEqual(['shop.orders,shop.sales']);
  });

  it('ends, however topics feed each other', () => {
    const topics = ['a', 'b', 'c', 'd'];
    const feeds = fc.uniqueArray(fc.tuple(fc.constantFrom(...topics), fc.constantFrom(...topics)), {
      selector: ([from, to]) => `${from}>${to}`,
    });
    fc.assert(
      fc.property(feeds, (edges) => {
        const queue = [{ ...recordWith({}), topic: 'a' }];
        let seen = 0;
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
          seen += 1;
          const from = next.topic;
          queue.push(
            ...copiesFor(
              next,
              edges.flatMap(([source, to]) => (source === from ? [to] : [])),
            ).map(stored),
          );
        }
        // At most one for each way through four topics without coming back.
        expect(seen).toBeLessThanOrEqual(16);
      }),
    );
  });

  it('addresses the copy of a redriven letter to everybody', () => {
    const redriven = recordWith({ ce_id: 'e-1', dlq_replay_id: 'x.dlt/0/1', dlq_group: 'tap', dlq_reason: 'fatal' });
    const [copy] = copiesFor(redriven, ['a']);
    expect([...(copy?.headers.keys() ?? [])]).toEqual(['ce_id', pathHeader]);
  });

  it('gives a record up that has passed too many taps, or whose path is none', () => {
    const topics = Array.from({ length: 16 }, (_, index) => `t-${index}`);
    expect(copiesFor(recordWith({ [pathHeader]: topics.slice(1).join(',') }), ['a'])).toHaveLength(1);
    for (const headers of [
      new Map([[pathHeader, headerBytes(topics.join(','))]]),
      new Map([[pathHeader, bytes(0xff)]]),
    ]) {
      const failing = (): unknown => copiesFor({ ...recordWith({}), headers }, ['a']);
      expect(failing).toThrow(`"${pathHeader}"`);
      expect(handlingOf(thrownBy(failing))).toBe('fatal');
    }
  });
});

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
