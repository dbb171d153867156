import type { Migration } from '@eventwright/runtime/postgres';

export const migrations: readonly Migration[] = [
  {
    id: 'payments-1',
    sql: `
      create table ledger_entry (
        sequence bigint primary key,
        kind text not null check (kind in ('authorized', 'declined', 'refunded')),
        order_id uuid not null,
        transaction_id uuid not null,
        payment_id uuid not null,
        amount numeric(12, 2) not null,
        currency text not null,
        at timestamptz not null
      );
      create index ledger_entry_order on ledger_entry (order_id, sequence)`,
  },
  {
    // Entries are events of the event store from here on. Those of before name no customer, so they stay where they are.
    id: 'payments-2-event-store',
    sql: `
      create table ledger_number (last bigint not null);
      insert into ledger_number (last) select coalesce(max(sequence), 0) from ledger_entry;
      alter table ledger_entry rename to ledger_entry_before_events`,
  },
];
