import { describe, expect, it } from 'vitest';
import { decodeEventHeaders, type EventAttributes, encodeEventHeaders, traceOf } from './headers.ts';
import type { StoredRecord, WireHeaders } from './transport.ts';

const attributes: EventAttributes = {
  id: '0199f0a0-0000-7000-8000-000000000001',
  type: 'shop.orders.OrderConfirmed.v1',
  source: '/orders',
  subject: 'ordér-7',
  time: new Date('2026-11-21T10:00:00.123Z'),
  correlationId: 'c-1',
  causationId: 'e-0',
};
const recordWith = (headers: WireHeaders): StoredRecord => ({
  topic: 'shop.orders',
  partition: 3,
  offset: 42n,
  key: null,
  value: null,
  timestamp: Date.parse('2026-11-21T11:00:00Z'),
  headers,
});
const texts = (headers: WireHeaders): Record<string, string> =>
  Object.fromEntries([...headers].map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]));
const withText = (name: string, text: string): StoredRecord =>
  recordWith(new Map([[name, new TextEncoder().encode(text)]]));

describe('encodeEventHeaders', () => {
  it('writes CloudEvents 1.0 in binary mode', () => {
    expect(texts(encodeEventHeaders(attributes, 'ordér-7'))).toEqual({
      'content-type': 'application/avro',
      ce_specversion: '1.0',
      ce_id: attributes.id,
      ce_source: '/orders',
      ce_type: 'shop.orders.OrderConfirmed.v1',
      ce_time: '2026-11-21T10:00:00.123Z',
      ce_subject: 'ordér-7',
      ce_partitionkey: 'ordér-7',
      ce_correlationid: 'c-1',
      ce_causationid: 'e-0',
    });
  });

  it('leaves out what says nothing', () => {
    const headers = encodeEventHeaders({ ...attributes, subject: '', causationId: undefined });
    expect(headers.has('ce_subject')).toBe(false);
    expect(headers.has('ce_causationid')).toBe(false);
    expect(headers.has('ce_partitionkey')).toBe(false);
  });

  it('refuses an empty id, an empty correlation id and a time that is none', () => {
    expect(() => encodeEventHeaders({ ...attributes, id: '' })).toThrow('[HEADER_INVALID] "id" is empty');
    expect(() => encodeEventHeaders({ ...attributes, correlationId: '' })).toThrow('"correlationId" is empty');
    expect(() => encodeEventHeaders({ ...attributes, time: new Date('never') })).toThrow('"time" is an invalid Date');
    expect(() => encodeEventHeaders({ ...attributes, expires: new Date('never') })).toThrow('"expires" is an invalid');
  });
});

describe('decodeEventHeaders', () => {
  it('reads when an event expires, and takes a hint that makes no sense for none', () => {
    const expires = new Date('2026-11-21T10:15:00.000Z');
    const headers = encodeEventHeaders({ ...attributes, expires });
    expect(texts(headers)).toMatchObject({ ce_expirytime: '2026-11-21T10:15:00.000Z' });
    expect(decodeEventHeaders(recordWith(headers), '').expires).toEqual(expires);
    expect(decodeEventHeaders(withText('ce_expirytime', 'soon'), '')).not.toHaveProperty('expires');
  });

  it('reads what encodeEventHeaders wrote', () => {
    const record = recordWith(encodeEventHeaders(attributes));
    expect(decodeEventHeaders(record, 'unused')).toEqual(attributes);
  });

  it('gives records of foreign senders their position as id and the time of the append', () => {
    expect(decodeEventHeaders(recordWith(new Map()), 'shop.orders.OrderConfirmed.v1')).toEqual({
      id: 'shop.orders/3/42',
      type: 'shop.orders.OrderConfirmed.v1',
      source: '',
      subject: undefined,
      time: new Date('2026-11-21T11:00:00Z'),
      correlationId: 'shop.orders/3/42',
      causationId: undefined,
    });
  });

  it('takes the id as correlation id where there is none', () => {
    expect(decodeEventHeaders(withText('ce_id', 'e-1'), 'T').correlationId).toBe('e-1');
  });

  it('reads times with an offset', () => {
    expect(decodeEventHeaders(withText('ce_time', '2026-11-21T12:00:00+01:00'), 'T').time).toEqual(
      new Date('2026-11-21T11:00:00Z'),
    );
  });

  it.each(['yesterday', '2026', '2026-13-45T00:00:00Z', '1763719200000'])('refuses the time %s', (text) => {
    expect(() => decodeEventHeaders(withText('ce_time', text), 'T')).toThrow('[HEADER_INVALID] header "ce_time"');
  });

  it('refuses text that is not UTF-8', () => {
    expect(() => decodeEventHeaders(recordWith(new Map([['ce_id', Uint8Array.of(0xc3)]])), 'T')).toThrow(
      'header "ce_id" is not UTF-8',
    );
  });
});

describe('traceOf', () => {
  it('takes the W3C headers as they are and nothing else', () => {
    const parent = Uint8Array.of(0x30, 0xff);
    const headers = new Map([
      ['traceparent', parent],
      ['baggage', Uint8Array.of(1)],
      ['ce_id', Uint8Array.of(2)],
    ]);
    expect([...traceOf(headers)]).toEqual([
      ['traceparent', parent],
      ['baggage', Uint8Array.of(1)],
    ]);
  });
});
