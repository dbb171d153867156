import { Decimal } from '@eventwright/runtime';
import { describe, expect, it } from 'vitest';
import { cancelOrder } from './cancel-order.ts';
import { confirmOrder } from './confirm-order.ts';
import type { Order, OrderStatus } from './order.ts';
import { rejectOrder } from './reject-order.ts';
import { takeOrder } from './take-order.ts';
import { noteDelivery, noteDispatch } from './track-delivery.ts';

const eur = (amount: string) => ({ amount: Decimal.of(amount), currency: 'EUR' as const });

const placed = {
  orderId: '0198f3c2-7d11-7c4e-9a55-2f0b8a6d1e01',
  placedAt: new Date('2026-03-02T09:15:00Z'),
  customer: { customerId: 'c', name: 'Ada', email: 'ada@example.org', phone: null, locale: 'en' },
  lines: [{ sku: 'MUG-BLUE', name: 'Blue mug', quantity: 2, unitPrice: eur('12.50'), options: {} }],
  totals: { goods: eur('25.00'), shipping: eur('4.90'), total: eur('29.90') },
  shippingAddress: {
    recipient: 'Ada',
    street: 'Storgatan 7',
    addition: null,
    postalCode: '753 31',
    city: 'Uppsala',
    country: 'SE',
  },
  billingAddress: null,
  paymentMethod: { $type: 'shop.payments.BankTransfer' as const, iban: 'SE45', accountHolder: 'Ada' },
  note: 'Ring twice.',
  wishedDeliveryDate: '2026-03-09' as const,
};

const given = (status: OrderStatus): Order => ({ ...takeOrder(placed, 'transaction-1'), status });

const statuses: readonly OrderStatus[] = ['temporary', 'confirmed', 'dispatched', 'delivered', 'rejected', 'cancelled'];

/** Status before to status after; what is not named stays as it is. */
const rules: readonly [string, (order: Order) => Order | undefined, Partial<Record<OrderStatus, OrderStatus>>][] = [
  ['an authorised payment confirms a temporary order', confirmOrder, { temporary: 'confirmed' }],
  ['a declined payment rejects a temporary order', rejectOrder, { temporary: 'rejected' }],
  ['an order is cancelled until it is dispatched', cancelOrder, { temporary: 'cancelled', confirmed: 'cancelled' }],
  ['a confirmed order is dispatched', noteDispatch, { confirmed: 'dispatched' }],
  ['a delivery completes an order', noteDelivery, { confirmed: 'delivered', dispatched: 'delivered' }],
];

describe('takeOrder', () => {
  it('makes a temporary order that keeps what the customer ordered', () => {
    const order = takeOrder(placed, 'transaction-1');

    expect(order).toMatchObject({ status: 'temporary', transactionId: 'transaction-1', orderId: placed.orderId });
    expect(order.lines).toEqual(placed.lines);
    expect(order.totals).toEqual(placed.totals);
    expect(order.note).toBe('Ring twice.');
    expect(order.wishedDeliveryDate).toBe('2026-03-09');
  });
});

describe.each(rules)('%s', (_name, decide, changes) => {
  it.each(statuses)('given a %s order', (before) => {
    const after = decide(given(before));

    expect(after?.status).toBe(changes[before]);
    if (after !== undefined) expect({ ...after, status: before }).toEqual(given(before));
  });
});
