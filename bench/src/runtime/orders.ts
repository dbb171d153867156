import { fingerprint64Hex, parseSchemaText, schemaText } from '@eventwright/avro';
import type { Application, Handler, Message, NoHeaders, Registration, Schema, Send } from '@eventwright/runtime';

/** About 1 KB in Avro. */
export interface Order {
  readonly orderId: string;
  readonly customer: string;
  readonly total: number;
  readonly note: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number; readonly price: number }[];
}

type SendOrder = Send<Order, string, NoHeaders>;
export interface OrdersSends {
  readonly orderPlaced: SendOrder;
}
export interface OrdersHandlers {
  readonly orderPlaced: Handler<Order, string, NoHeaders, OrdersSends>;
}

const line = {
  type: 'record',
  name: 'Line',
  fields: [
    { name: 'sku', type: 'string' },
    { name: 'quantity', type: 'int' },
    { name: 'price', type: 'double' },
  ],
};
const orderSchema: Schema<Order> = schemaOf({
  type: 'record',
  name: 'OrderPlaced',
  namespace: 'bench',
  fields: [
    { name: 'orderId', type: 'string' },
    { name: 'customer', type: 'string' },
    { name: 'total', type: 'double' },
    { name: 'note', type: 'string' },
    { name: 'lines', type: { type: 'array', items: line } },
  ],
});
const keySchema: Schema<string> = schemaOf('string');

function schemaOf<Value>(json: unknown): Schema<Value> {
  const schema = parseSchemaText(JSON.stringify(json));
  const avro = schemaText(schema);
  const name = json === 'string' ? 'string' : 'bench.OrderPlaced';
  return { name, version: 1, fingerprint: fingerprint64Hex(schema), avro };
}

const orderPlaced: Message<Order, Order, string, string, NoHeaders> = {
  name: 'OrderPlaced',
  type: 'bench.OrderPlaced.v1',
  value: orderSchema,
  key: keySchema,
  headers: [],
};

export const valueSubject = 'bench.orders-value';
const keySubject = 'bench.orders-key';

export const registrations: readonly Registration[] = [
  { subject: valueSubject, schema: orderSchema, compatibility: 'BACKWARD' },
  { subject: keySubject, schema: keySchema, compatibility: 'BACKWARD' },
];

/** As generated code has it, for a topic of the run's own. `sendsTo`: another topic than it receives from. */
export function ordersApplication(
  topic: string,
  { sendsTo = topic, group = topic }: { readonly sendsTo?: string; readonly group?: string } = {},
): Application<OrdersSends, OrdersHandlers> {
  const routeOn = (name: string) => {
    const channel = { topic: name, partitions: 1, replicas: 1, config: {}, description: 'Orders' };
    return { channel, message: orderPlaced, valueSubject, keySubject };
  };
  return {
    name: 'bench',
    version: '1.0.0',
    source: '/bench',
    send: { orderPlaced: routeOn(sendsTo) },
    receive: { orderPlaced: { ...routeOn(topic), group } },
  };
}

/** Keys of eight different lanes of one partition. */
export const keysOfEightLanes: readonly string[] = [
  'key-0',
  'key-1',
  'key-2',
  'key-3',
  'key-4',
  'key-5',
  'key-6',
  'key-7',
];

const lines = Array.from({ length: 10 }, (_, index) => ({
  sku: `SKU-${String(index).padStart(16, '0')}`,
  quantity: index + 1,
  price: 9.95 * (index + 1),
}));
const note = 'Please ring twice. '.repeat(32);

export function order(number: number): Order {
  return { orderId: `order-${number}`, customer: `customer-${number % 1_000}`, total: number / 100, note, lines };
}
