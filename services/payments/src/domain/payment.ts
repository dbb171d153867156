import type { NewEvent, StoreEvent } from '@eventwright/runtime/event-store';
import type { paymentAuthorized } from '@shop/contracts/messages/payment-authorized';
import type { paymentDeclined } from '@shop/contracts/messages/payment-declined';
import type { paymentRefunded } from '@shop/contracts/messages/payment-refunded';
import type { PaymentRequested } from '@shop/contracts/messages/payment-requested';
import type { Customer } from '@shop/contracts/schemas/shop/common/customer.v1';
import type { Money } from '@shop/contracts/schemas/shop/common/money.v1';
import { decidePayment } from './decide-payment.ts';

/** The entries of the ledger. They are only ever added; what a payment is follows from them. */
export type LedgerEvents = {
  readonly paymentAuthorized: typeof paymentAuthorized;
  readonly paymentDeclined: typeof paymentDeclined;
  readonly paymentRefunded: typeof paymentRefunded;
};

/** What the ledger says about the payment of one order; `undefined` where nothing was asked for. */
export type Payment =
  | { readonly kind: 'declined' }
  /** The shop has the customer's money. */
  | { readonly kind: 'held'; readonly paymentId: string; readonly transactionId: string; readonly amount: Money }
  | { readonly kind: 'refunded' }
  | undefined;

/** What every entry is given from outside: ids, the time, and the next number of the ledger. */
export interface EntryTerms {
  readonly id: string;
  readonly at: Date;
  readonly ledgerSequence: bigint;
}

export type PaymentCommand =
  | { readonly pay: PaymentRequested; readonly limit: Money['amount']; readonly entry: EntryTerms }
  | { readonly giveBack: string; readonly customer: Customer; readonly entry: EntryTerms };

type LedgerEntry = NewEvent<LedgerEvents>;

/** A payment is decided once, and given back once: all that is held. */
export function decide(command: PaymentCommand, payment: Payment): readonly LedgerEntry[] {
  if ('pay' in command) return payment === undefined ? [pay(command)] : [];
  if (payment?.kind !== 'held') return [];
  const { giveBack: orderId, customer, entry } = command;
  const { paymentId, transactionId, amount } = payment;
  const { id: refundId, at: refundedAt, ledgerSequence } = entry;
  const value = { orderId, transactionId, paymentId, refundId, refundedAt, amount, ledgerSequence, customer };
  return [{ name: 'paymentRefunded', value }];
}

function pay({ pay: request, limit, entry }: Extract<PaymentCommand, { readonly pay: unknown }>): LedgerEntry {
  const { orderId, transactionId, amount, customer } = request;
  const { id: paymentId, at, ledgerSequence } = entry;
  const payment = { orderId, transactionId, amount, customer, ledgerSequence };
  const decision = decidePayment(request, limit);
  if (decision.kind === 'authorized') {
    return { name: 'paymentAuthorized', value: { ...payment, paymentId, authorizedAt: at } };
  }
  const { reason, explanation } = decision;
  return { name: 'paymentDeclined', value: { ...payment, reason, explanation, declinedAt: at } };
}

export function evolve(_: Payment, event: StoreEvent<LedgerEvents>): Payment {
  if (event.name === 'paymentDeclined') return { kind: 'declined' };
  if (event.name === 'paymentRefunded') return { kind: 'refunded' };
  const { paymentId, transactionId, amount } = event.value;
  return { kind: 'held', paymentId, transactionId, amount };
}
