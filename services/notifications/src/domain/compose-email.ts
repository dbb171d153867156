import type { OrderCancelled } from '@shop/contracts/messages/order-cancelled';
import type { OrderConfirmed } from '@shop/contracts/messages/order-confirmed';
import type { OrderDispatched } from '@shop/contracts/messages/order-dispatched';
import type { OrderRejected } from '@shop/contracts/messages/order-rejected';
import type { ParcelDelivered } from '@shop/contracts/messages/parcel-delivered';
import type { ParcelShipped } from '@shop/contracts/messages/parcel-shipped';
import type { PaymentRefunded } from '@shop/contracts/messages/payment-refunded';
import type { TemporaryOrderCreated } from '@shop/contracts/messages/temporary-order-created';
import type { Customer } from '@shop/contracts/schemas/shop/common/customer.v1';
import type { Money } from '@shop/contracts/schemas/shop/common/money.v1';
import type { OrderLine } from '@shop/contracts/schemas/shop/common/order-line.v1';
import type { Email } from './email.ts';

export function composeOrderReceived(order: TemporaryOrderCreated): Email {
  return letter(order, 'We received your order', [
    'thank you for your order:',
    ...listing(order.lines),
    `Delivery: ${money(order.totals.shipping)}`,
    `Total: ${money(order.totals.total)}`,
    'We write again as soon as your payment is confirmed.',
  ]);
}

export function composeOrderConfirmed(order: OrderConfirmed): Email {
  return letter(order, 'Your order is confirmed', [
    `your payment of ${money(order.totals.total)} is confirmed, and so is your order.`,
    `It goes to ${order.shippingAddress.recipient}, ${order.shippingAddress.street}, ${order.shippingAddress.city}.`,
  ]);
}

export function composeOrderRejected(order: OrderRejected): Email {
  return letter(order, 'We could not accept your order', [
    `we could not accept your order. ${order.explanation}`,
    'Nothing was charged. You are welcome to try again with another means of payment.',
  ]);
}

export function composeOrderCancelled(order: OrderCancelled): Email {
  return letter(order, 'Your order is cancelled', [
    `your order is cancelled. ${order.explanation}`,
    'If you have paid already, the money is on its way back to you.',
  ]);
}

export function composePaymentRefunded(refund: PaymentRefunded): Email {
  return letter(refund, 'Your money is on its way back', [`we have returned ${money(refund.amount)} to you.`]);
}

export function composeOrderDispatched(order: OrderDispatched): Email {
  return letter(order, 'Your order has left our warehouse', [
    order.parcels === 1
      ? 'your order is packed and handed to the carrier:'
      : `your order is packed into ${order.parcels} parcels and handed to the carrier:`,
    ...listing(order.lines),
  ]);
}

export function composeParcelShipped(parcel: ParcelShipped): Email {
  return letter(parcel, 'Your parcel is on its way', [
    `${parcel.carrier} brings your parcel, probably on ${parcel.estimatedDelivery}.`,
    `Tracking number: ${parcel.trackingNumber}`,
  ]);
}

export function composeParcelDelivered(parcel: ParcelDelivered): Email {
  const taker = parcel.receivedBy === null ? '' : ` It was handed to ${parcel.receivedBy}.`;
  return letter(parcel, 'Your parcel has arrived', [`your parcel has arrived.${taker}`, 'Enjoy!']);
}

function letter(
  { customer, orderId }: { readonly customer: Customer; readonly orderId: string },
  subject: string,
  lines: readonly string[],
): Email {
  return { subject, text: [`Dear ${customer.name},`, '', ...lines, '', `Order ${orderId}`, ''].join('\n') };
}

const money = ({ amount, currency }: Money): string => `${amount} ${currency}`;

const listing = (lines: readonly OrderLine[]): readonly string[] =>
  lines.map(({ quantity, name, unitPrice }) => `  ${quantity} x ${name} at ${money(unitPrice)}`);
