import type { Handler, NoHeaders, Send } from '../../core/application.ts';
import type { Output, Workflow } from '../workflow.ts';

/*
 * An order that is paid, then shipped: with a reminder, and a way back from either. A payment that nobody
 * has answered for may have happened all the same, so it is given back as well.
 */

interface OfOrder {
  readonly orderId: string;
}

export interface OrderSends {
  readonly requestPayment: Send<OfOrder & { readonly amount: bigint; readonly paymentId: string }, string, NoHeaders>;
  readonly refund: Send<OfOrder & { readonly paymentId: string }, string, NoHeaders>;
  readonly reserve: Send<OfOrder & { readonly items: number }, string, NoHeaders>;
  readonly release: Send<OfOrder, string, NoHeaders>;
  readonly reject: Send<OfOrder & { readonly reason: string }, string, NoHeaders>;
}

type Handle<Value> = Handler<Value & OfOrder, string, NoHeaders, OrderSends>;

export interface OrderHandlers {
  readonly placed: Handle<{ readonly amount: bigint; readonly items: number; readonly placedAt: Date }>;
  readonly paid: Handle<object>;
  readonly declined: Handle<object>;
  readonly reserved: Handle<object>;
  readonly short: Handle<object>;
  readonly refunded: Handle<object>;
  readonly cancelAsked: Handle<object>;
}

export interface Order {
  readonly orderId: string;
  readonly amount: bigint;
  readonly items: number;
  readonly placedAt: Date;
  readonly paymentId: string;
  readonly asked: number;
}

export type OrderStatus = 'unpaid' | 'paid' | 'done' | 'refunding' | 'rejected' | 'cancelled';

export const minute = 60_000;

const byOrder = ({ value }: { readonly value: OfOrder }): string => value.orderId;

type OrderTimer = 'paymentLate' | 'refundLate';
type Outputs = readonly Output<OrderHandlers, OrderStatus, OrderTimer>[];

const askForPayment = ({ orderId, amount, paymentId }: Order): Outputs => [
  { send: 'requestPayment', key: orderId, value: { orderId, amount, paymentId } },
  { start: 'paymentLate', after: 15 * minute },
];

const giveBack = ({ orderId, paymentId }: Order): Outputs => [
  { send: 'refund', key: orderId, value: { orderId, paymentId } },
  { start: 'refundLate', after: 10 * minute },
];

const giveUp = (order: Order, _: unknown, { status }: { readonly status: OrderStatus | 'start' }): Outputs =>
  status === 'paid'
    ? [{ send: 'release', key: order.orderId, value: { orderId: order.orderId } }, ...giveBack(order)]
    : giveBack(order);

const reject = ({ orderId }: Order, reason: string): Outputs => [
  { send: 'reject', key: orderId, value: { orderId, reason } },
];

export const orderWorkflow: Workflow<OrderHandlers, Order, OrderStatus, OrderTimer> = {
  name: 'order',
  version: 1,
  key: {
    placed: byOrder,
    paid: byOrder,
    declined: byOrder,
    reserved: byOrder,
    short: byOrder,
    refunded: byOrder,
    cancelAsked: byOrder,
  },
  unknown: { cancelAsked: 'ignore', paid: 'retryLater' },
  transitions: {
    start: { placed: 'unpaid' },
    unpaid: {
      paid: 'paid',
      declined: 'rejected',
      paymentLate: ['unpaid', 'refunding'],
      cancelAsked: 'refunding',
      cancel: 'refunding',
    },
    paid: { reserved: 'done', short: 'refunding', cancelAsked: 'refunding', cancel: 'refunding' },
    refunding: { refunded: 'cancelled', refundLate: 'refunding' },
    done: {},
    rejected: {},
    cancelled: {},
  },
  initialState: {
    placed: ({ value }, { newId }) => ({ ...value, paymentId: newId(), asked: 0 }),
  },
  decide: {
    placed: askForPayment,
    paymentLate: (order) => (order.asked < 3 ? askForPayment(order) : [...giveBack(order), { become: 'refunding' }]),
    paid: ({ orderId, items }) => [{ send: 'reserve', key: orderId, value: { orderId, items } }],
    declined: (order) => reject(order, 'declined'),
    short: giveBack,
    cancelAsked: giveUp,
    cancel: giveUp,
    refundLate: giveBack,
  },
  evolve: {
    requestPayment: (order) => ({ ...order, asked: order.asked + 1 }),
  },
};
