import { Decimal, plainDate } from '@eventwright/runtime';
import { z } from 'zod';
import type { Order } from '../domain/order.ts';

/** The parts of an order that never change, stored as one JSON document. */
export type OrderDetails = Omit<Order, 'orderId' | 'transactionId' | 'status'>;

const money = z.object({
  amount: z.string().transform((text) => Decimal.of(text)),
  currency: z.enum(['EUR', 'USD', 'GBP', 'CHF']),
});

const details = z.object({
  customer: z.object({
    customerId: z.string(),
    name: z.string(),
    email: z.string(),
    phone: z.string().nullable(),
    locale: z.string(),
  }),
  lines: z.array(
    z.object({
      sku: z.string(),
      name: z.string(),
      quantity: z.int(),
      unitPrice: money,
      options: z.record(z.string(), z.string()),
    }),
  ),
  totals: z.object({ goods: money, shipping: money, total: money }),
  shippingAddress: z.object({
    recipient: z.string(),
    street: z.string(),
    addition: z.string().nullable(),
    postalCode: z.string(),
    city: z.string(),
    country: z.string(),
  }),
  note: z.string().nullable(),
  wishedDeliveryDate: z
    .string()
    .transform((text) => plainDate.parse(text))
    .nullable(),
});

/** Amounts become text, so that they stay exact. */
export function printDetails({
  customer,
  lines,
  totals,
  shippingAddress,
  note,
  wishedDeliveryDate,
}: OrderDetails): string {
  return JSON.stringify({ customer, lines, totals, shippingAddress, note, wishedDeliveryDate });
}

/** Throws where the document is not one that `printDetails` wrote. */
export function parseDetails(json: unknown): OrderDetails {
  return details.parse(json);
}
