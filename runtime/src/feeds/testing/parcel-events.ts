import type { Message, NoHeaders, ReceivedEvent } from '../../core/application.ts';

interface ParcelShipped {
  readonly orderId: string;
  readonly recipient: string;
  readonly count: bigint;
}

const avro = JSON.stringify({
  type: 'record',
  name: 'shop.ParcelShipped',
  fields: [
    { name: 'orderId', type: 'string' },
    { name: 'recipient', type: 'string', 'x-pii': true },
    { name: 'count', type: 'long' },
  ],
});

type AnyParcel = Message<ParcelShipped, ParcelShipped, string, string, NoHeaders>;

const messageOf = (name: string): AnyParcel => ({
  name,
  type: `shop.${name}.v1`,
  value: { name: `shop.${name}`, version: 1, fingerprint: '0', avro },
  key: { name: 'string', version: 1, fingerprint: '1', avro: '"string"' },
  headers: [],
  public: ['orderId', 'count'],
});

export const parcelShipped: AnyParcel = messageOf('ParcelShipped');
export const parcelLost: AnyParcel = messageOf('ParcelLost');

/** An event about the order, as a handler gets it. `n` makes its id and its count. */
export function parcelEvent(orderId: string, n: number): ReceivedEvent<ParcelShipped, string, NoHeaders> {
  const id = `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
  return {
    id,
    name: 'ParcelShipped',
    type: 'shop.ParcelShipped.v1',
    source: '/shipping',
    subject: orderId,
    time: new Date('2026-11-21T12:00:00.000Z'),
    correlationId: id,
    causationId: undefined,
    key: orderId,
    value: { orderId, recipient: 'Ada Lindqvist', count: BigInt(n) },
    headers: {},
    topic: 'shop.shipping',
    partition: 0,
    offset: BigInt(n),
  };
}
