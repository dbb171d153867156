import type { Decoded } from '../pipeline/decode.ts';
import type { AnyHandler, AnyReceiveRoute, Binding } from '../routes.ts';
import type { StoredRecord } from '../transport.ts';
import { ordersApplication } from './orders-application.ts';

const noHandler: AnyHandler = async () => undefined;

/** A message of the small application, bound to a handler. */
export function bindingOf(name: keyof typeof ordersApplication.receive, handler: AnyHandler = noHandler): Binding {
  const route: AnyReceiveRoute = ordersApplication.receive[name];
  return { route, handler, topics: new Map([[route.channel.topic, {}]]) };
}

/** The record as an `OrderConfirmed`. */
export function decodedOf(record: StoredRecord, handler: AnyHandler = noHandler): Decoded {
  const { topic, partition, offset } = record;
  const event = {
    id: `e-${offset}`,
    name: 'OrderConfirmed',
    type: 'shop.OrderConfirmed.v1',
    source: '/elsewhere',
    subject: undefined,
    time: new Date(record.timestamp),
    correlationId: 'c-1',
    causationId: undefined,
    key: 'order-1',
    value: { order: 'order-1' },
    headers: {},
    topic,
    partition,
    offset,
  };
  const binding = bindingOf('orderConfirmed', handler);
  return { binding, event, trace: new Map(), run: (ctx) => handler(event, { ...ctx, params: {} }) };
}
