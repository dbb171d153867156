import type { Workflow } from '@eventwright/runtime/workflows';
import type { OrdersHandlers } from '@shop/contracts/orders';
import type { Order, OrderStatus } from './order.ts';
import { cancel, confirm, type OrderTimer, reject, requestPayment, takeIn } from './order-commands.ts';

/** How long an order waits for others, in milliseconds. */
export interface Patience {
  /** For a payment to be decided, before it is asked for again. */
  readonly payment: number;
  /** For the warehouse to dispatch what was paid. */
  readonly dispatch: number;
}

export type OrderWorkflow = Workflow<OrdersHandlers, Order, OrderStatus, OrderTimer>;

/** So often the payment is asked for, before the order is given up. */
const paymentRequests = 4;

const byOrder = ({ value }: { readonly value: { readonly orderId: string } }): string => value.orderId;

/**
 * The life of an order. An event about an order that was never taken in is a dead letter: all of them follow from an event
 * of its own. What was dispatched is not cancelled any more; the dispatch may be under way without this service knowing:
 * the parcel is a return then, and the refund stands.
 */
export function orderWorkflow(patience: Patience): OrderWorkflow {
  return {
    name: 'order',
    version: 1,
    key: {
      orderPlaced: byOrder,
      orderCancellationRequested: byOrder,
      paymentAuthorized: byOrder,
      paymentDeclined: byOrder,
      paymentRefunded: byOrder,
      stockShort: byOrder,
      orderDispatched: byOrder,
      parcelDelivered: byOrder,
    },
    transitions: {
      start: { orderPlaced: 'temporary' },
      temporary: {
        paymentAuthorized: 'confirmed',
        paymentDeclined: 'rejected',
        paymentOverdue: ['temporary', 'cancelled'],
        // Where the payment is authorised all the same, payments refunds it on its own: the cancellation is behind it.
        orderCancellationRequested: 'cancelled',
        cancel: 'cancelled',
      },
      confirmed: {
        orderDispatched: 'dispatched',
        // Topics overtake each other.
        parcelDelivered: 'delivered',
        stockShort: 'refunding',
        orderCancellationRequested: 'refunding',
        dispatchOverdue: 'refunding',
        cancel: 'refunding',
      },
      dispatched: { parcelDelivered: 'delivered' },
      refunding: { paymentRefunded: 'cancelled' },
      delivered: {},
      rejected: {},
      cancelled: {},
    },
    initialState: {
      orderPlaced: ({ value }, { newId }) => {
        const { orderId, customer, lines, totals, shippingAddress, paymentMethod, note, wishedDeliveryDate } = value;
        const order = { orderId, customer, lines, totals, shippingAddress, paymentMethod, note, wishedDeliveryDate };
        return { ...order, transactionId: newId(), paymentRequests: 0 };
      },
    },
    decide: {
      orderPlaced: (order, _, { at }) => [
        takeIn(order, at),
        ...requestPayment(order, { at, patience: patience.payment }),
      ],
      paymentOverdue: (order, _, { at }) =>
        order.paymentRequests < paymentRequests
          ? requestPayment(order, { at, patience: patience.payment })
          : [
              cancel(order, { at, reason: 'UNKNOWN', explanation: 'The payment was not decided in time.' }),
              { become: 'cancelled' },
            ],
      paymentAuthorized: (order, { value: { paymentId } }, { at }) => [
        confirm(order, { paymentId, confirmedAt: at }),
        { start: 'dispatchOverdue', after: patience.dispatch },
      ],
      paymentDeclined: (order, { value: { explanation } }, { at }) => [reject(order, { at, explanation })],
      stockShort: (order, { value: { missing } }, { at }) => [
        cancel(order, { at, reason: 'STOCK', explanation: missing.map(shortage).join(' ') }),
      ],
      orderCancellationRequested: (order, { value: { reason } }, { at }) => [
        cancel(order, { at, reason: 'CUSTOMER', explanation: reason ?? 'The customer asked for it.' }),
      ],
      dispatchOverdue: (order, _, { at }) => [
        cancel(order, { at, reason: 'UNKNOWN', explanation: 'The order was not dispatched in time.' }),
      ],
      cancel: (order, { reason }, { at }) => [cancel(order, { at, reason: 'UNKNOWN', explanation: reason })],
    },
    evolve: {
      paymentRequested: (order) => ({ ...order, paymentRequests: order.paymentRequests + 1 }),
    },
  };
}

function shortage({
  sku,
  requested,
  available,
}: {
  readonly sku: string;
  readonly requested: number;
  readonly available: bigint;
}): string {
  return `${sku}: ${requested} ordered, ${available} available.`;
}
