import { Decimal } from '@eventwright/runtime';
import { bigintOf, type Row, type Sql, textOf } from '@eventwright/runtime/postgres';
import { z } from 'zod';
import type { LedgerEntry } from '../domain/ledger.ts';

const kind = z.enum(['authorized', 'declined', 'refunded']);
const currency = z.enum(['EUR', 'USD', 'GBP', 'CHF']);

/** The entries of one order, oldest first. */
export async function entriesOf(tx: Sql, orderId: string): Promise<readonly LedgerEntry[]> {
  const rows = await tx.query(
    `select sequence, kind, order_id, transaction_id, payment_id, amount, currency
     from ledger_entry where order_id = $1 order by sequence`,
    [orderId],
  );
  return rows.map(entryOf);
}

/** Adds an entry and returns its number. Writers take turns, so numbers have no gaps. */
export async function appendEntry(tx: Sql, entry: Omit<LedgerEntry, 'sequence'>, at: Date): Promise<bigint> {
  await tx.query('lock table ledger_entry in exclusive mode');
  const [row] = await tx.query(
    `insert into ledger_entry (sequence, kind, order_id, transaction_id, payment_id, amount, currency, at)
     select coalesce(max(sequence), 0) + 1, $1, $2, $3, $4, $5, $6, $7 from ledger_entry
     returning sequence`,
    [entry.kind, entry.orderId, entry.transactionId, entry.paymentId, entry.amount.amount, entry.amount.currency, at],
  );
  if (row === undefined) throw new TypeError('the ledger took no entry');
  return bigintOf(row, 'sequence');
}

function entryOf(row: Row): LedgerEntry {
  return {
    sequence: bigintOf(row, 'sequence'),
    kind: kind.parse(textOf(row, 'kind')),
    orderId: textOf(row, 'order_id'),
    transactionId: textOf(row, 'transaction_id'),
    paymentId: textOf(row, 'payment_id'),
    amount: { amount: Decimal.of(textOf(row, 'amount')), currency: currency.parse(textOf(row, 'currency')) },
  };
}
