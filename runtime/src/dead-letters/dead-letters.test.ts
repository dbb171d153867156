import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deadLetterOf } from '../core/pipeline/dead-letter.ts';
import { record } from '../core/testing/hand-claim.ts';
import type { OutgoingRecord, StoredRecord } from '../core/transport.ts';
import { type DeadLetter, deadLetterFrom } from './dead-letter.ts';
import { isSelected, keyText } from './letter-selection.ts';
import { letterStates, redrivenLetter } from './letter-states.ts';
import { redriveLetters, redriveOf } from './redrive-letters.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const deadAt = new Date('2026-11-21T09:00:00Z');

/** A record as the runtime buries it, at an offset of the dead letter topic. */
function buried(original: StoredRecord, offset: number, error: unknown = new Error('boom 12')): StoredRecord {
  const owner = { group: 'orders', service: 'orders', serviceVersion: '1.0.0' };
  const death = { reason: 'exhausted' as const, error, attempts: 3, firstFailedAt: deadAt, deadAt, ...owner };
  return stored(deadLetterOf(original, death), offset);
}

const stored = (outgoing: OutgoingRecord, offset: number): StoredRecord => ({
  ...outgoing,
  partition: 0,
  offset: BigInt(offset),
  timestamp: deadAt.getTime(),
});

function letterOf(from: StoredRecord): DeadLetter {
  const letter = deadLetterFrom(from);
  if (letter === undefined) throw new TypeError('no dead letter');
  return letter;
}

const event = (offset: number, key: string | null = 'a'): StoredRecord =>
  record(offset, { key, value: bytes('value'), headers: new Map([['ce_id', bytes(`e-${offset}`)]]) });

describe('deadLetterFrom', () => {
  it('reads what the runtime has written', () => {
    expect(letterOf(buried(event(7), 3))).toMatchObject({
      id: 'shop.orders.dlt/0/3',
      original: { topic: 'shop.orders', partition: 0, offset: 7n },
      group: 'orders',
      reason: 'exhausted',
      errorClass: 'Error',
      errorMessage: 'boom 12',
      attempts: 3,
      deadAt,
      eventId: 'e-7',
      replayCount: 0,
      replayOf: undefined,
    });
  });

  it('takes no record that somebody else has put there', () => {
    expect(deadLetterFrom(event(1))).toBeUndefined();
    const odd = buried(event(1), 0);
    expect(
      deadLetterFrom({ ...odd, headers: new Map([...odd.headers, ['dlq_original_offset', bytes('-1')]]) }),
    ).toBeUndefined();
    expect(
      deadLetterFrom({ ...odd, headers: new Map([...odd.headers, ['dlq_group', Uint8Array.of(0xff)]]) }),
    ).toBeUndefined();
  });

  it('never throws, whatever the headers hold', () => {
    const names = [...buried(event(1), 0).headers.keys()];
    const headers = fc.array(fc.tuple(fc.constantFrom(...names), fc.uint8Array({ maxLength: 24 })));
    fc.assert(
      fc.property(headers, (entries) => {
        deadLetterFrom({ ...buried(event(1), 0), headers: new Map(entries) });
      }),
    );
  });
});

describe('isSelected', () => {
  const letter = letterOf(buried(event(7), 3));

  it('takes what fits in every respect that is named', () => {
    const { fingerprint } = letter;
    const named = { group: 'orders', reason: 'exhausted', key: 'a', error: fingerprint };
    expect(isSelected(letter, {})).toBe(true);
    expect(isSelected(letter, { ...named, id: 'e-7' })).toBe(true);
    expect(isSelected(letter, { ...named, id: letter.id, since: deadAt })).toBe(true);
    for (const other of [
      { group: 'x' },
      { reason: 'fatal' },
      { key: 'b' },
      { error: 'x' },
      { id: 'e-8' },
      { until: deadAt },
    ]) {
      expect(isSelected(letter, { ...named, ...other }), JSON.stringify(other)).toBe(false);
    }
  });

  it('knows a key by its text, framed or not, and by its bytes', () => {
    const framed = Uint8Array.of(0, 0, 0, 0, 9, 4, ...bytes('A1'));
    const of = (key: Uint8Array) => ({ ...letter, record: { ...letter.record, key } });
    expect(isSelected(of(framed), { key: 'A1' })).toBe(true);
    expect(isSelected(of(framed), { key: '0x0000000009044131' })).toBe(true);
    expect(isSelected(of(framed), { key: 'A2' })).toBe(false);
    expect(keyText(framed)).toBe('A1');
    expect(keyText(bytes('plain'))).toBe('plain');
    expect(keyText(Uint8Array.of(0, 1, 2))).toBe('0x000102');
  });
});

describe('redriveOf', () => {
  it('is the record as it was, for the group that gave it up', () => {
    const original = event(7);
    const redriven = redriveOf(letterOf(buried(original, 3)));
    expect(redriven).toMatchObject({ topic: 'shop.orders', key: original.key, value: original.value });
    expect(redriven.headers.get('ce_id')).toEqual(bytes('e-7'));
    expect(redriven.headers.get('dlq_group')).toEqual(bytes('orders'));
    expect(redriven.headers.get('dlq_replay_count')).toEqual(bytes('1'));
    expect(redrivenLetter(redriven)).toBe('shop.orders.dlt/0/3');
  });

  it('has the same headers after many deaths, and counts them', () => {
    let letter = letterOf(buried(event(7), 0));
    const size = redriveOf(letter).headers.size;
    for (let death = 1; death <= 20; death += 1) {
      letter = letterOf(buried(stored(redriveOf(letter), 100 + death), death));
      expect(letter.replayCount).toBe(death);
      expect(letter.replayOf).toBe(`shop.orders.dlt/0/${death - 1}`);
      expect(redriveOf(letter).headers.size).toBe(size);
    }
  });
});

describe('letterStates', () => {
  it('tells open letters from those that were redriven and those that died again', () => {
    const [first, second, third] = [0, 1, 2].map((offset) => letterOf(buried(event(offset), offset)));
    if (!first || !second || !third) throw new TypeError('three letters');
    const again = letterOf(buried(stored(redriveOf(first), 9), 3));
    const states = letterStates([first, second, third, again], new Set([first.id, second.id]));
    expect([first, second, third, again].map((one) => states.get(one))).toEqual([
      'dead again',
      'redriven',
      'open',
      'open',
    ]);
  });
});

describe('redriveLetters', () => {
  const letters = [5, 1, 3, 2, 4].map((offset) => letterOf(buried(event(offset), 10 - offset)));
  const offsetsOf = (records: readonly OutgoingRecord[]) =>
    records.map(({ headers }) => new TextDecoder().decode(headers.get('dlq_original_offset')));

  function recording() {
    const published: OutgoingRecord[][] = [];
    return {
      published,
      publish: async (records: readonly OutgoingRecord[]) => {
        published.push([...records]);
        return records.map(({ topic }) => ({ topic, partition: 0, offset: 0n }));
      },
    };
  }

  it('publishes in the order in which they stood, no more a second than allowed', async () => {
    const publisher = recording();
    const waits: number[] = [];
    const wait = async (milliseconds: number) => void waits.push(milliseconds);
    expect(await redriveLetters(letters, { publisher, perSecond: 20, wait })).toBe(5);
    expect(publisher.published.map(offsetsOf)).toEqual([['1', '2'], ['3', '4'], ['5']]);
    expect(waits).toEqual([100, 100]);
    waits.length = 0;
    await redriveLetters(letters, { publisher, perSecond: 1, wait });
    expect(waits).toEqual([1_000, 1_000, 1_000, 1_000]);
  });

  it('ends between two letters when it is asked to, and says how many it has published', async () => {
    const publisher = recording();
    const stopping = new AbortController();
    const wait = async () => stopping.abort();
    const { signal } = stopping;
    expect(await redriveLetters(letters, { publisher, perSecond: 20, wait, signal })).toBe(2);
    expect(publisher.published.map(offsetsOf)).toEqual([['1', '2']]);
  });
});
