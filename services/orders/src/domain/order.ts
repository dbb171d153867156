import type { PlainDate } from '@eventwright/runtime';
import type { OrderPlaced } from '@shop/contracts/messages/order-placed';
import type { Address } from '@shop/contracts/schemas/shop/common/address.v1';
import type { Customer } from '@shop/contracts/schemas/shop/common/customer.v1';
import type { OrderLine } from '@shop/contracts/schemas/shop/common/order-line.v1';
import type { OrderTotals } from '@shop/contracts/schemas/shop/common/order-totals.v1';

/**
 * `temporary` until the payment is decided; `refunding` once an order is given up that was paid. `rejected`, `cancelled`
 * and `delivered` are final.
 */
export type OrderStatus =
  | 'temporary'
  | 'confirmed'
  | 'dispatched'
  | 'refunding'
  | 'delivered'
  | 'rejected'
  | 'cancelled';

/** An order as this service remembers it. */
export interface Order {
  readonly orderId: string;
  readonly transactionId: string;
  readonly customer: Customer;
  readonly lines: readonly OrderLine[];
  readonly totals: OrderTotals;
  readonly shippingAddress: Address;
  readonly paymentMethod: OrderPlaced['paymentMethod'];
  readonly note: string | null;
  readonly wishedDeliveryDate: PlainDate | null;
  /** How often the payment was asked for. */
  readonly paymentRequests: number;
}
