import type { Sql } from '../../core/database.ts';
import { integerOf, textOf } from '../../database/columns.ts';
import type { EventStore } from '../../event-store/index.ts';
import type { AccountEvents } from '../../event-store/testing/account.ts';
import { type Projection, storeProjection } from '../index.ts';

/** Balances, as far as the events of a store say; counts, so that an event that is applied twice shows. */
export function balances(store: EventStore<AccountEvents>): Projection {
  return storeProjection({
    name: 'balances',
    version: 1,
    tables: 'create table balance (account text primary key, cents integer not null, events integer not null)',
    from: store,
    handlers: {
      deposited: ({ stream, value }, { tx }) => add(tx, stream, value.cents),
      withdrawn: ({ stream, value }, { tx }) => add(tx, stream, -value.cents),
    },
  });
}

async function add(tx: Sql, account: string, cents: number): Promise<void> {
  await tx.query(
    `insert into balance (account, cents, events) values ($1, $2, 1)
     on conflict (account) do update set cents = balance.cents + excluded.cents, events = balance.events + 1`,
    [account, cents],
  );
}

/** Cents and number of events by account. */
export type Balances = Readonly<Record<string, readonly [number, number]>>;

export async function readBalances(tx: Sql): Promise<Balances> {
  const rows = await tx.query('select account, cents, events from balance');
  return Object.fromEntries(
    rows.map((row) => [textOf(row, 'account'), [integerOf(row, 'cents'), integerOf(row, 'events')] as const]),
  );
}

export interface Move {
  readonly account: string;
  readonly cents: number;
}

export function foldMoves(moves: readonly Move[]): Balances {
  const folded: Record<string, readonly [number, number]> = {};
  for (const { account, cents } of moves) {
    const [sum, count] = folded[account] ?? [0, 0];
    folded[account] = [sum + cents, count + 1];
  }
  return folded;
}
