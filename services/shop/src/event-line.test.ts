import type { StoredRecord } from '@eventwright/runtime';
import { describe, expect, it } from 'vitest';
import { eventHeading, eventLine, summarize } from './event-line.ts';

const record = (topic: string, headers: Readonly<Record<string, string>>): StoredRecord => ({
  topic,
  partition: 0,
  offset: 7n,
  key: null,
  value: null,
  timestamp: Date.parse('2026-03-02T09:15:01Z'),
  headers: new Map(Object.entries(headers).map(([name, text]) => [name, new TextEncoder().encode(text)])),
});

const placed = {
  ce_time: '2026-03-02T09:15:00.042Z',
  ce_source: '/storefront',
  ce_type: 'shop.storefront.OrderPlaced.v2',
  ce_subject: 'order-1',
  ce_correlationid: '0198f3c2-7d10-7e2f-8a3b-4c5d6e7f8091',
};

describe('summarize', () => {
  it('reads what it shows from the headers', () => {
    expect(summarize(record('shop.storefront.orders', placed))).toEqual({
      time: new Date('2026-03-02T09:15:00.042Z'),
      source: 'storefront',
      event: 'OrderPlaced v2',
      subject: 'order-1',
      flow: placed.ce_correlationid,
      isDeadLetter: false,
    });
  });

  it('makes do with a message from elsewhere', () => {
    expect(summarize(record('shop.orders.dlt', {}))).toEqual({
      time: new Date('2026-03-02T09:15:01Z'),
      source: '',
      event: '',
      subject: '',
      flow: '',
      isDeadLetter: true,
    });
  });
});

describe('eventLine', () => {
  const line = (headers: object, topic = 'shop.storefront.orders') =>
    eventLine(summarize(record(topic, { ...placed, ...headers })), { colour: false });

  it('aligns its columns with the heading', () => {
    expect(line({}).slice(12)).toBe(
      '  storefront     OrderPlaced v2                order-1                               7f8091',
    );
    expect(line({}).indexOf('order-1')).toBe(eventHeading().indexOf('about'));
    expect(line({}).indexOf('7f8091')).toBe(eventHeading().indexOf('flow'));
  });

  it('marks dead letters', () => {
    expect(line({}, 'shop.storefront.orders.dlt')).toContain('OrderPlaced v2 DEAD');
  });

  it('does not let a header write to the terminal', () => {
    expect(line({ ce_subject: '\u001b[2J\u0007' })).not.toMatch(/\p{Cc}/u);
  });

  it('uses colours only where they are wanted', () => {
    const summary = summarize(record('shop.orders', placed));
    expect(eventLine(summary, { colour: true })).toContain('\u001b[36m');
    expect(eventLine(summary, { colour: false })).not.toContain('\u001b');
  });
});
