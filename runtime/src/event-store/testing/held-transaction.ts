import type { Database, Sql } from '../../core/database.ts';

/** A transaction that stays open until it is told to end. */
export interface HeldTransaction {
  readonly tx: Sql;
  commit(): Promise<void>;
}

export async function holdTransaction(database: Database): Promise<HeldTransaction> {
  const begun = Promise.withResolvers<Sql>();
  const end = Promise.withResolvers<void>();
  const ended = database.transaction(async (tx) => {
    begun.resolve(tx);
    await end.promise;
  });
  return {
    tx: await begun.promise,
    commit: async () => {
      end.resolve();
      await ended;
    },
  };
}
