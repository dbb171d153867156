import { describe, expect, it } from 'vitest';
import type { Database, Sql } from '../../core/database.ts';
import { type AggregateOptions, aggregate, type EventStore, openEventStore } from '../index.ts';
import { type AccountEvents, accountEvents } from './account.ts';
import type { OpenDatabase } from './database-host.ts';

type Command = { readonly deposit: number } | { readonly withdraw: number };

const account = (store: EventStore<AccountEvents>): AggregateOptions<AccountEvents, number, Command> => ({
  name: 'account',
  store,
  initialState: 0,
  decide: (command, cents) => {
    if ('deposit' in command) return [{ name: 'deposited', value: { cents: command.deposit } }];
    return command.withdraw > cents ? [] : [{ name: 'withdrawn', value: { cents: command.withdraw } }];
  },
  evolve: (cents, event) => (event.name === 'deposited' ? cents + event.value.cents : cents - event.value.cents),
});

/** Commands and the state that follows, on whatever database. */
export function describeAggregate(open: OpenDatabase): void {
  const openAccounts = async () => {
    const database = await open();
    const store = await openEventStore({ database, events: accountEvents });
    return { database, store, accounts: aggregate(account(store)) };
  };
  const snapshotsOf = (database: Database) =>
    database.transaction((tx) => tx.query('select version, evolve_version, state from eventwright_event_snapshot'));

  describe('an aggregate', () => {
    it('decides by the state that follows from its events', async () => {
      const { database, accounts } = await openAccounts();
      const execute = (command: Command) => database.transaction((tx) => accounts.execute(tx, 'a', command));

      await execute({ deposit: 50 });
      const { appended } = await execute({ withdraw: 30 });
      const refused = await execute({ withdraw: 30 });

      expect(appended?.events).toMatchObject([{ name: 'withdrawn', version: 2 }]);
      expect(refused.appended).toBeUndefined();
      expect(await database.transaction((tx) => accounts.read(tx, 'a'))).toEqual({ state: 20, version: 2 });
    });

    it('decides anew where another transaction was faster', async () => {
      const { database, store } = await openAccounts();
      let seen: number[] = [];
      const racing: EventStore<AccountEvents> = {
        ...store,
        // What another transaction does between the reading and the appending.
        append: async (tx, stream, events, options) => {
          if (seen.length === 1)
            await store.append(tx, stream, [{ name: 'withdrawn', value: { cents: 20 } }], { expected: 'any' });
          return store.append(tx, stream, events, options);
        },
      };
      const options = account(racing);
      const decide = (command: Command, cents: number) => {
        seen = [...seen, cents];
        return options.decide(command, cents);
      };
      const accounts = aggregate({ ...options, decide });

      const result = await database.transaction(async (tx: Sql) => {
        await store.append(tx, 'a', [{ name: 'deposited', value: { cents: 30 } }], { expected: 'none' });
        return accounts.execute(tx, 'a', { withdraw: 15 });
      });

      expect(seen).toEqual([30, 10]);
      expect(result.appended).toBeUndefined();
    });

    it('writes snapshots, reads on from them, and does without them', async () => {
      const { database, store } = await openAccounts();
      let evolved = 0;
      const options = account(store);
      const withSnapshots = (evolveVersion: number) =>
        aggregate({
          ...options,
          evolve: (cents, event) => {
            evolved += 1;
            return options.evolve(cents, event);
          },
          snapshots: {
            every: 3,
            evolveVersion,
            write: (cents: number) => ({ cents }),
            read: (json) => Object(json).cents,
          },
        });
      const read = (evolveVersion: number) => {
        evolved = 0;
        return database.transaction((tx) => withSnapshots(evolveVersion).read(tx, 'a'));
      };
      for (let count = 0; count < 4; count += 1) {
        await database.transaction((tx) => aggregate(options).execute(tx, 'a', { deposit: 10 }));
      }

      expect([await read(1), evolved]).toEqual([{ state: 40, version: 4 }, 4]);
      expect(await snapshotsOf(database)).toEqual([{ version: 4, evolve_version: 1, state: { cents: 40 } }]);
      await database.transaction((tx) => aggregate(options).execute(tx, 'a', { deposit: 10 }));
      expect([await read(1), evolved]).toEqual([{ state: 50, version: 5 }, 1]);
      expect([await read(2), evolved]).toEqual([{ state: 50, version: 5 }, 5]);
      expect([await read(1), evolved]).toEqual([{ state: 50, version: 5 }, 5]);
      expect(await snapshotsOf(database)).toMatchObject([{ evolve_version: 2 }]);
      await database.transaction((tx) => tx.query('delete from eventwright_event_snapshot'));
      expect([await read(2), evolved]).toEqual([{ state: 50, version: 5 }, 5]);
    });
  });
}
