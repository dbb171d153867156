import { describe, expect, it } from 'vitest';
import { record } from '../testing/hand-claim.ts';
import type { WireHeaders } from '../transport.ts';
import { type Death, deadLetterOf } from './dead-letter.ts';

const text = new TextEncoder();
const death: Death = {
  reason: 'exhausted',
  error: new TypeError('order 17 has no lines'),
  attempts: 3,
  firstFailedAt: new Date('2026-11-21T10:00:00.000Z'),
  deadAt: new Date('2026-11-21T10:00:01.000Z'),
  group: 'orders',
  service: 'orders',
  serviceVersion: '1.2.3',
};
const texts = (headers: WireHeaders): Record<string, string> =>
  Object.fromEntries([...headers].map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]));
const dlqBytes = (headers: WireHeaders): number =>
  [...headers]
    .filter(([name]) => name.startsWith('dlq_'))
    .reduce((sum, [name, bytes]) => sum + name.length + bytes.length, 0);

describe('deadLetterOf', () => {
  it('keeps key, value and headers byte for byte and adds why the record is dead', () => {
    const value = Uint8Array.of(0, 255, 7);
    const headers = new Map([['ce_id', Uint8Array.of(255, 0)]]);
    const original = record(42, { key: Uint8Array.of(9, 8), value, headers });
    const letter = deadLetterOf(original, death);
    expect(letter.topic).toBe('shop.orders.dlt');
    expect(letter.key).toBe(original.key);
    expect(letter.value).toBe(value);
    expect(letter.headers.get('ce_id')).toEqual(Uint8Array.of(255, 0));
    const { ce_id: _, dlq_error_fingerprint: fingerprint, ...added } = texts(letter.headers);
    expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
    expect(added).toEqual({
      dlq_original_topic: 'shop.orders',
      dlq_original_partition: '0',
      dlq_original_offset: '42',
      dlq_original_timestamp: '1000',
      dlq_group: 'orders',
      dlq_service: 'orders',
      dlq_service_version: '1.2.3',
      dlq_reason: 'exhausted',
      dlq_error_class: 'TypeError',
      dlq_error_message: 'order 17 has no lines',
      dlq_attempts: '3',
      dlq_first_failed_at: '2026-11-21T10:00:00.000Z',
      dlq_dead_at: '2026-11-21T10:00:01.000Z',
    });
  });

  it('keeps null keys and values null', () => {
    expect(deadLetterOf(record(1), death)).toMatchObject({ key: null, value: null });
  });

  it('replaces the headers of an earlier death, but keeps the count of redrives', () => {
    const headers = new Map([
      ['dlq_reason', text.encode('poison')],
      ['dlq_replay_count', text.encode('2')],
    ]);
    const letter = deadLetterOf(record(1, { headers }), death);
    expect(texts(letter.headers)).toMatchObject({ dlq_reason: 'exhausted', dlq_replay_count: '2' });
    expect(headers.size).toBe(2);
  });

  it('cuts what is long between characters: message to 1 KB, the whole set to 4 KB', () => {
    const long = '€'.repeat(2_000);
    const error = Object.assign(new Error(long), { name: long });
    const verbose = { ...death, error, group: long, service: long, serviceVersion: long };
    const { headers } = deadLetterOf(record(1), verbose);
    expect(texts(headers)['dlq_error_message']).toBe('€'.repeat(341));
    expect(dlqBytes(headers)).toBeLessThan(4 * 1024);
  });

  it('takes things for errors that are none', () => {
    const letter = deadLetterOf(record(1), { ...death, error: 'out of stock' });
    expect(texts(letter.headers)).toMatchObject({ dlq_error_class: 'string', dlq_error_message: 'out of stock' });
  });

  it.each([
    ['a symbol', Symbol('out of stock'), 'symbol', 'Symbol(out of stock)'],
    ['nothing', undefined, 'undefined', 'undefined'],
    ['an object without a prototype', Object.create(null), 'object', '(a thrown object that cannot be shown as text)'],
    ['an error whose message is none', Object.assign(new Error(), { message: 7, name: 8 }), '8', '7'],
  ])('buries a record whatever was thrown, such as %s', (_, error: unknown, name, message) => {
    const letter = deadLetterOf(record(1), { ...death, error });
    expect(texts(letter.headers)).toMatchObject({ dlq_error_class: name, dlq_error_message: message });
  });

  it('gives errors that differ in numbers and ids only the same fingerprint', () => {
    const fingerprint = (message: string): string | undefined =>
      texts(deadLetterOf(record(1), { ...death, error: new Error(message) }).headers)['dlq_error_fingerprint'];
    const id = '0199f0a0-0000-7000-8000-00000000000';
    expect(fingerprint(`order ${id}a has 3 lines`)).toBe(fingerprint(`order ${id}b has 12 lines`));
    expect(fingerprint('order 1 has no lines')).not.toBe(fingerprint('order 1 has no total'));
  });
});
