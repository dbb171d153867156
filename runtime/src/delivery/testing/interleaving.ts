import { expect } from 'vitest';
import type { Database } from '../../core/database.ts';
import type { DeliveryTransaction } from '../../core/delivery.ts';
import { integerOf } from '../../database/columns.ts';
import type { OpenDelivery } from '../open-delivery.ts';

/** A transaction that does what it is told, and ends when it is told. */
export interface HeldTransaction {
  run<T>(work: (tx: DeliveryTransaction) => Promise<T>): Promise<T>;
  commit(): Promise<void>;
  rollBack(): Promise<void>;
}

/** Begins a transaction that stays open. */
export async function hold(delivery: OpenDelivery): Promise<HeldTransaction> {
  const begun = Promise.withResolvers<DeliveryTransaction>();
  const end = Promise.withResolvers<void>();
  const rollback = new Error('rolled back');
  const ended = delivery.transaction(async (tx) => {
    begun.resolve(tx);
    await end.promise;
  });
  ended.catch(begun.reject);
  const tx = await begun.promise;
  return {
    run: (work) => work(tx),
    commit: () => {
      end.resolve();
      return ended;
    },
    rollBack: async () => {
      end.reject(rollback);
      await expect(ended).rejects.toBe(rollback);
    },
  };
}

/** Resolves once so many transactions of this database wait for a lock. */
export async function untilWaiting(database: Database, sessions: number): Promise<void> {
  await expect
    .poll(
      async () => {
        const [row] = await database.transaction((tx) =>
          tx.query(
            `select count(*)::integer as waiting from pg_stat_activity
             where wait_event_type = 'Lock' and datname = current_database()`,
          ),
        );
        return row === undefined ? 0 : integerOf(row, 'waiting');
      },
      { timeout: 20_000, interval: 10 },
    )
    .toBe(sessions);
}
