import { describe, expect, it } from 'vitest';
import { startOffset } from './start-offset.ts';

const place = { topic: 'orders', partition: 3 };
const range = { low: 10n, high: 20n };

function start(position: bigint | undefined, startFrom: 'earliest' | 'latest' = 'earliest') {
  return startOffset({ group: 'shipping', startFrom, ...place, position, range });
}

describe('startOffset', () => {
  it('is the position of the group, from the first record to behind the last', () => {
    for (const offset of [10n, 15n, 20n]) expect(start(offset)).toEqual({ ...place, offset, committed: true });
  });

  it('is one end of the log for a group without a position', () => {
    expect(start(undefined)).toEqual({ ...place, offset: 10n, committed: false });
    expect(start(undefined, 'latest')).toEqual({ ...place, offset: 20n, committed: false });
  });

  it.each([0n, 9n, 21n])('is refused where the log does not have the position %s', (position) => {
    expect(() => start(position)).toThrow(
      `group 'shipping' stands at offset ${position} of partition 3 of 'orders', which now holds 10 to 20`,
    );
  });

  it('says how many records are gone', () => {
    expect(() => start(4n)).toThrow('(6 records are gone)');
    expect(() => start(21n)).not.toThrow('are gone');
  });

  it.each([14n, undefined])('is refused where we know that the group stood at 15 and Kafka says %s', (position) => {
    const options = { group: 'shipping', startFrom: 'earliest' as const, ...place, position, range };
    expect(() => startOffset({ ...options, known: 15n })).toThrow(
      "group 'shipping' stood at offset 15 of partition 3 of 'orders', and now Kafka says",
    );
  });

  it('is where another member has moved it on to', () => {
    const options = { group: 'shipping', startFrom: 'earliest' as const, ...place, position: 17n, range };
    expect(startOffset({ ...options, known: 15n }).offset).toBe(17n);
  });

  it('is the first record of a partition that was added, also for a group that begins at the latest', () => {
    const options = { group: 'shipping', startFrom: 'latest' as const, ...place, position: undefined, range };
    expect(startOffset({ ...options, isAdded: true }).offset).toBe(10n);
  });
});
