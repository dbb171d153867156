import type { Application, Handler, Message, NoHeaders, Registration, Send } from '../core/application.ts';
import type { Decimal } from '../core/decimal.ts';
import type { Schema } from '../core/schema.ts';
import type { TopicSpec } from '../core/transport.ts';
import type { Contract, ContractMessage } from './contract.ts';

/*
 * Two messages and one application that answers the first with the second, in the shape that the generator gives them.
 */

export interface Order {
  readonly orderId: string;
  readonly total: Decimal;
  readonly note: string | null;
}

export interface OrderInput extends Omit<Order, 'note'> {
  readonly note?: string | null;
}

export interface OrderHeaders {
  readonly channel: 'web' | 'app';
  readonly tries?: number;
}

export interface StockKey {
  readonly sku: string;
  readonly warehouse: string;
}

export interface Stock {
  readonly sku: string;
  readonly left: bigint;
}

const field = (name: string, type: unknown, more: object = {}): object => ({ name, type, ...more });

function record<Output, Input = Output>(name: string, fields: readonly object[]): Schema<Output, Input> {
  const avro = JSON.stringify({ type: 'record', name, fields });
  return { name, version: 1, fingerprint: '0000000000000000', avro };
}

const text: Schema<string> = { name: 'string', version: 1, fingerprint: '0000000000000001', avro: '"string"' };
const order: Schema<Order, OrderInput> = record('shop.Order', [
  field('orderId', { type: 'string', logicalType: 'uuid' }),
  field('total', { type: 'bytes', logicalType: 'decimal', precision: 8, scale: 2 }),
  field('note', ['null', 'string'], { default: null }),
]);
const stock: Schema<Stock> = record('shop.Stock', [field('sku', 'string'), field('left', 'long')]);
const stockKey: Schema<StockKey> = record('shop.StockKey', [field('sku', 'string'), field('warehouse', 'string')]);

const orderPlaced: Message<Order, OrderInput, string, string, OrderHeaders> = {
  name: 'OrderPlaced',
  type: 'shop.Order.v1',
  value: order,
  key: text,
  headers: [
    { name: 'channel', type: 'string', required: true, values: ['web', 'app'] },
    { name: 'tries', type: 'integer', required: false },
  ],
};

const stockChanged: Message<Stock, Stock, StockKey, StockKey, NoHeaders> = {
  name: 'StockChanged',
  type: 'shop.Stock.v1',
  value: stock,
  key: stockKey,
  headers: [],
};

const topic = (name: string): TopicSpec => ({ topic: name, partitions: 2, replicas: 1, config: {} });
const orders = { ...topic('orders'), description: '' };
const stocks = { ...topic('stock'), description: '' };

export interface SmallMessages {
  readonly orderPlaced: ContractMessage<Order, OrderInput, string, string, OrderHeaders>;
  readonly stockChanged: ContractMessage<Stock, Stock, StockKey, StockKey, NoHeaders>;
}

const messages: SmallMessages = {
  orderPlaced: {
    channel: orders,
    message: orderPlaced,
    valueSubject: 'orders-value',
    keySubject: 'orders-key',
    groups: ['warehouse'],
  },
  stockChanged: {
    channel: stocks,
    message: stockChanged,
    valueSubject: 'stock-value',
    keySubject: 'stock-key',
    groups: [],
  },
};

const registration = (subject: string, schema: Schema<unknown>): Registration => ({
  subject,
  schema,
  compatibility: 'BACKWARD',
});

export const smallContract: Contract<SmallMessages> = {
  messages,
  topics: [orders, stocks, topic('orders.dlt'), topic('stock.dlt')],
  registrations: [
    registration('orders-value', order),
    registration('orders-key', text),
    registration('stock-value', stock),
    registration('stock-key', stockKey),
  ],
};

export interface WarehouseSends {
  readonly stockChanged: Send<Stock, StockKey, NoHeaders>;
}

export interface WarehouseHandlers {
  readonly orderPlaced: Handler<Order, string, OrderHeaders, WarehouseSends>;
}

export const warehouse: Application<WarehouseSends, WarehouseHandlers> = {
  name: 'warehouse',
  version: '1.0.0',
  source: '/warehouse',
  send: { stockChanged: messages.stockChanged },
  receive: { orderPlaced: { ...messages.orderPlaced, group: 'warehouse' } },
};
