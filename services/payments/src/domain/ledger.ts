import type { Money } from '@shop/contracts/schemas/shop/common/money.v1';

export type EntryKind = 'authorized' | 'declined' | 'refunded';

/** A line of the ledger. Entries are only ever added; what a payment is follows from its entries. */
export interface LedgerEntry {
  /** Rises by one with every entry over all orders. */
  readonly sequence: bigint;
  readonly kind: EntryKind;
  readonly orderId: string;
  readonly transactionId: string;
  readonly paymentId: string;
  readonly amount: Money;
}

/** What the ledger says about the payment of one order. */
export interface Payment {
  readonly paymentId: string;
  readonly transactionId: string;
  /** What the shop holds of the customer's money; undefined where it holds nothing. */
  readonly held: Money | undefined;
}

/** Folds the entries of one order, oldest first. Undefined where there are none. */
export function paymentOf(entries: readonly LedgerEntry[]): Payment | undefined {
  const newest = entries.at(-1);
  if (newest === undefined) return undefined;
  const { paymentId, transactionId, kind, amount } = newest;
  return { paymentId, transactionId, held: kind === 'authorized' ? amount : undefined };
}
