import type { PlainDate } from '@eventwright/runtime';
import type { Address } from '@shop/contracts/schemas/shop/common/address.v1';
import type { Customer } from '@shop/contracts/schemas/shop/common/customer.v1';
import type { OrderLine } from '@shop/contracts/schemas/shop/common/order-line.v1';
import type { OrderTotals } from '@shop/contracts/schemas/shop/common/order-totals.v1';

/** `temporary` until the payment is decided. `rejected`, `cancelled` and `delivered` are final. */
export type OrderStatus = 'temporary' | 'confirmed' | 'dispatched' | 'delivered' | 'rejected' | 'cancelled';

/** An order as this service keeps it. Only the status ever changes. */
export interface Order {
  readonly orderId: string;
  readonly transactionId: string;
  readonly status: OrderStatus;
  readonly customer: Customer;
  readonly lines: readonly OrderLine[];
  readonly totals: OrderTotals;
  readonly shippingAddress: Address;
  readonly note: string | null;
  readonly wishedDeliveryDate: PlainDate | null;
}
