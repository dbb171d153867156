import type { Application, Channel, Handler, Message, NoHeaders, Send } from '../application.ts';
import type { Schema } from '../schema.ts';

/*
 * A small application in the shape that the generator gives it: it receives two messages of one topic and one of
 * another group, and sends two.
 */

export interface OrderPlaced {
  readonly order: string;
  readonly total: number;
}

export interface OrderPlacedHeaders {
  readonly sales_channel: 'web' | 'app';
}

export interface OrderConfirmed {
  readonly order: string;
}

export interface StockKey {
  readonly sku: string;
}

export interface StockChanged {
  readonly quantity: number;
}

export interface OrdersSends {
  readonly orderConfirmed: Send<OrderConfirmed, string, NoHeaders>;
  readonly orderPlaced: Send<OrderPlaced, string, OrderPlacedHeaders>;
}

export interface OrdersHandlers {
  readonly orderPlaced: Handler<OrderPlaced, string, OrderPlacedHeaders, OrdersSends>;
  readonly orderConfirmed: Handler<OrderConfirmed, string, NoHeaders, OrdersSends>;
  readonly stockChanged: Handler<StockChanged | null, StockKey, NoHeaders, OrdersSends>;
}

export const ordersChannel: Channel = channel('shop.orders');
export const stockChannel: Channel = channel('shop.stock');
/** Where the dead letters of both go. */
export const deadLetterChannels: readonly Channel[] = [channel('shop.orders.dlt'), channel('shop.stock.dlt')];

const text: Schema<string> = schema('string');

export const orderPlaced: Message<OrderPlaced, OrderPlaced, string, string, OrderPlacedHeaders> = {
  name: 'OrderPlaced',
  type: 'shop.OrderPlaced.v1',
  value: schema('shop.OrderPlaced'),
  key: text,
  headers: [{ name: 'sales_channel', type: 'string', required: true, values: ['web', 'app'] }],
};

export const orderConfirmed: Message<OrderConfirmed, OrderConfirmed, string, string, NoHeaders> = {
  name: 'OrderConfirmed',
  type: 'shop.OrderConfirmed.v1',
  value: schema('shop.OrderConfirmed'),
  key: text,
  headers: [],
};

export const stockChanged: Message<StockChanged | null, StockChanged, StockKey, StockKey, NoHeaders> = {
  name: 'StockChanged',
  type: 'shop.StockChanged.v1',
  value: schema('shop.StockChanged'),
  key: schema('shop.StockKey'),
  headers: [],
  tombstones: true,
};

const placedRoute = { channel: ordersChannel, message: orderPlaced, ...subjects('shop.orders', 'shop.OrderPlaced') };
const confirmedRoute = {
  channel: ordersChannel,
  message: orderConfirmed,
  ...subjects('shop.orders', 'shop.OrderConfirmed'),
};

export const ordersApplication: Application<OrdersSends, OrdersHandlers> = {
  name: 'orders',
  version: '1.2.3',
  source: '/orders',
  send: { orderConfirmed: confirmedRoute, orderPlaced: placedRoute },
  receive: {
    orderPlaced: { ...placedRoute, group: 'orders' },
    orderConfirmed: { ...confirmedRoute, group: 'orders' },
    stockChanged: {
      channel: stockChannel,
      message: stockChanged,
      ...subjects('shop.stock', 'shop.StockChanged'),
      group: 'orders-stock',
    },
  },
};

function channel(topic: string): Channel {
  return { topic, description: '', partitions: 2, replicas: 1, config: {} };
}

function schema<Output, Input = Output>(name: string): Schema<Output, Input> {
  return { name, version: 1, fingerprint: '0000000000000000', avro: JSON.stringify(name) };
}

function subjects(topic: string, recordName: string): { readonly valueSubject: string; readonly keySubject: string } {
  return { valueSubject: `${topic}-${recordName}`, keySubject: `${topic}-key` };
}
