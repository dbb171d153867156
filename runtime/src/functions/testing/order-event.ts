import type { ReceivedEvent } from '../../core/application.ts';
import { Decimal } from '../../core/decimal.ts';
import { encodeEventHeaders } from '../../core/headers.ts';
import type { EventOrigin } from '../../core/routes.ts';
import type { Schema } from '../../core/schema.ts';
import { record } from '../../core/testing/hand-claim.ts';
import { schemaCodec } from '../../registry/codec/schema-codec.ts';

/** An event with what JSON cannot hold, as a handler gets it. */
export interface Order {
  readonly orderId: string;
  readonly count: bigint;
  readonly total: Decimal;
}

const fields = [
  { name: 'orderId', type: 'string' },
  { name: 'count', type: 'long' },
  { name: 'total', type: { type: 'bytes', logicalType: 'decimal', precision: 12, scale: 2 } },
];

export const orderSchema: Schema<Order> = {
  name: 'shop.Order',
  version: 1,
  fingerprint: '0000000000000000',
  avro: JSON.stringify({ type: 'record', name: 'shop.Order', fields }),
};

export const textSchema: Schema<string> = { name: 'string', version: 1, fingerprint: '1', avro: '"string"' };

export const order: Order = { orderId: 'o-1', count: 9_007_199_254_740_993n, total: Decimal.of('12.50') };

const attributes = {
  id: 'e-1',
  type: 'shop.Order.v1',
  source: '/storefront',
  subject: 'Bücher "neu"',
  time: new Date('2026-11-21T10:00:00Z'),
  correlationId: 'c-1',
  causationId: undefined,
};

export const orderEvent: ReceivedEvent<Order, string, { readonly channel: string }> = {
  ...attributes,
  name: 'OrderPlaced',
  key: 'o-1',
  value: order,
  headers: { channel: 'web' },
  topic: 'shop.orders',
  partition: 0,
  offset: 7n,
};

/** The bytes that Confluent puts before a value: zero, and the id of its schema. */
const frame = Uint8Array.of(0, 0, 0, 0, 42);

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

export const orderOrigin: EventOrigin = {
  record: record(7, {
    key: text('o-1'),
    value: schemaCodec(orderSchema.avro).encode(order, frame),
    headers: new Map([
      ...encodeEventHeaders(attributes, 'o-1'),
      ['channel', text('web')] as const,
      ['ce_sequence', text('0007')] as const,
      ['traceparent', text('00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01')] as const,
      ['ce_odd', Uint8Array.of(0xff)] as const,
    ]),
  }),
  value: orderSchema,
  key: textSchema,
};
