import { aggregate, type EventCause, openEventStore } from '@eventwright/runtime/event-store';
import { bigintOf, type Database, migrate, type Sql } from '@eventwright/runtime/postgres';
import { paymentAuthorized } from '@shop/contracts/messages/payment-authorized';
import { paymentDeclined } from '@shop/contracts/messages/payment-declined';
import { paymentRefunded } from '@shop/contracts/messages/payment-refunded';
import type { PaymentsSends } from '@shop/contracts/payments';
import { decide, type EntryTerms, evolve, type LedgerEvents, type PaymentCommand } from '../domain/payment.ts';
import { migrations } from './migrations.ts';

/** A command, but for the entry that it may lead to. */
export type LedgerCommand = (entry: EntryTerms) => PaymentCommand;

export interface LedgerContext {
  readonly tx: Sql;
  readonly send: PaymentsSends;
}

/** The books of the shop: a stream of events for each order, and one numbering over all of them. */
export interface Ledger {
  /** Adds what follows from the command to the ledger, and tells it. */
  execute(
    ctx: LedgerContext,
    orderId: string,
    command: LedgerCommand,
    terms: Pick<EntryTerms, 'id' | 'at'> & { readonly cause: EventCause },
  ): Promise<void>;
}

const events: LedgerEvents = { paymentAuthorized, paymentDeclined, paymentRefunded };

export async function openLedger(database: Database): Promise<Ledger> {
  await migrate(database, migrations);
  const store = await openEventStore({ database, events });
  const payments = aggregate({ name: 'payment', store, initialState: undefined, decide, evolve });
  return {
    execute: async ({ tx, send }, orderId, command, { cause, ...terms }) => {
      const ledgerSequence = await nextNumber(tx);
      const { appended } = await payments.execute(tx, orderId, command({ ...terms, ledgerSequence }), { cause });
      if (appended === undefined) return;
      await useNumber(tx);
      const [event] = appended.events;
      if (event?.name === 'paymentAuthorized') await send.paymentAuthorized({ key: orderId, ...event });
      if (event?.name === 'paymentDeclined') await send.paymentDeclined({ key: orderId, ...event });
      if (event?.name === 'paymentRefunded') await send.paymentRefunded({ key: orderId, ...event });
    },
  };
}

/** Writers take turns, so numbers have no gaps. */
async function nextNumber(tx: Sql): Promise<bigint> {
  const [row] = await tx.query('select last + 1 as next from ledger_number for update');
  if (row === undefined) throw new TypeError('the ledger has lost its number');
  return bigintOf(row, 'next');
}

async function useNumber(tx: Sql): Promise<void> {
  await tx.query('update ledger_number set last = last + 1');
}
