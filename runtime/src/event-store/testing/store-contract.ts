import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Sql } from '../../core/database.ts';
import { RuntimeError } from '../../core/errors.ts';
import type { ReadStreamOptions, StoreEvent } from '../index.ts';
import { isStreamConflict, openEventStore, upcasting } from '../index.ts';
import {
  type AccountEvents,
  accountEvents,
  closed,
  deposited,
  depositedV1,
  depositedVersions,
  withdrawn,
} from './account.ts';
import type { OpenDatabase } from './database-host.ts';

/** What is appended and read in single transactions, on whatever database. */
export function describeStore(open: OpenDatabase): void {
  const openStore = async () => {
    const database = await open();
    const store = await openEventStore({ database, events: accountEvents });
    const read = (stream: string, options?: ReadStreamOptions): Promise<readonly StoreEvent<AccountEvents>[]> =>
      database.transaction((tx) => store.readStream(tx, stream, options));
    const inTx = <T>(work: (tx: Sql) => Promise<T>): Promise<T> => database.transaction(work);
    return { database, store, read, inTx };
  };
  const fifty = { name: 'deposited', value: { cents: 50 } } as const;
  const ten = { name: 'withdrawn', value: { cents: 10 } } as const;

  describe('append', () => {
    it('numbers the events of a stream from 1 and fills in what was left out', async () => {
      const { store, read, inTx } = await openStore();
      const cause = { id: 'cause', correlationId: 'flow' };

      await inTx((tx) => store.append(tx, 'a', [fifty, ten], { expected: 'none' }));
      await inTx((tx) => store.append(tx, 'a', [{ ...fifty, id: 'own' }], { expected: 2, cause }));

      const events = await read('a');
      expect(events.map(({ version, name, value }) => ({ version, name, value }))).toEqual([
        { version: 1, name: 'deposited', value: { cents: 50, by: 'somebody' } },
        { version: 2, name: 'withdrawn', value: { cents: 10 } },
        { version: 3, name: 'deposited', value: { cents: 50, by: 'somebody' } },
      ]);
      expect(events[2]).toMatchObject({
        id: 'own',
        type: 'bank.Deposited.v2',
        correlationId: 'flow',
        causationId: 'cause',
      });
      expect(events[0]).toMatchObject({ correlationId: events[0]?.id, causationId: undefined });
    });

    it('says by code and version that a stream was not as expected, and leaves the transaction as it was', async () => {
      const { store, read, inTx } = await openStore();
      await inTx((tx) => store.append(tx, 'a', [fifty], { expected: 'none' }));

      await inTx(async (tx) => {
        const failure = await store.append(tx, 'a', [ten], { expected: 'none' }).catch((error: unknown) => error);
        expect(isStreamConflict(failure) && [failure.code, failure.stream, failure.actual]).toEqual([
          'STREAM_CONFLICT',
          'a',
          1,
        ]);
        await store.append(tx, 'a', [ten], { expected: 1 });
      });

      expect((await read('a')).map(({ version }) => version)).toEqual([1, 2]);
    });

    it('takes any version where any is expected, and none for a stream that is new', async () => {
      const { store, inTx } = await openStore();
      const append = (stream: string, expected: 'any' | number): Promise<number> =>
        inTx(async (tx) => (await store.append(tx, stream, [fifty], { expected })).version);

      expect(await append('a', 'any')).toBe(1);
      expect(await append('a', 'any')).toBe(2);
      expect(await append('b', 0)).toBe(1);
      await expect(append('b', 7)).rejects.toThrow("[STREAM_CONFLICT] Stream 'b' is at version 1, expected was 7");
    });

    it('leaves nothing of a transaction that fails', async () => {
      const { store, read, inTx } = await openStore();
      const failing = inTx(async (tx) => {
        await store.append(tx, 'a', [fifty], { expected: 'none' });
        throw new Error('no');
      });

      await expect(failing).rejects.toThrow('no');
      expect(await read('a')).toEqual([]);
      await inTx((tx) => store.append(tx, 'a', [fifty], { expected: 'none' }));
    });

    it('refuses a value that does not fit the contract', async () => {
      const { store, inTx } = await openStore();
      const broken = { name: 'deposited', value: { cents: 1.5 } } as const;

      const failure = await inTx((tx) => store.append(tx, 'a', [broken], { expected: 'none' })).catch(
        (e: unknown) => e,
      );
      expect(RuntimeError.is(failure, 'VALUE_INVALID')).toBe(true);
    });

    it('refuses to append nothing', async () => {
      const { store, inTx } = await openStore();
      await expect(inTx((tx) => store.append(tx, 'a', [], { expected: 'any' }))).rejects.toThrow('[VALUE_INVALID]');
    });

    it('gives back what a send takes', async () => {
      const { store, inTx } = await openStore();
      const { events } = await inTx((tx) => store.append(tx, 'a', [fifty, ten], { expected: 'none' }));

      expectTypeOf(events[0].value).toEqualTypeOf<{ readonly cents: 50 }>();
      expectTypeOf(events[1].name).toEqualTypeOf<'withdrawn'>();
      const [stored] = await inTx((tx) => store.readStream(tx, 'a'));
      const { id, time, correlationId } = events[0];
      expect(stored).toMatchObject({ id, time, correlationId });
    });
  });

  describe('readStream', () => {
    it('reads a part of a stream', async () => {
      const { store, read, inTx } = await openStore();
      await inTx((tx) => store.append(tx, 'a', [fifty, ten, fifty, ten], { expected: 'none' }));

      expect((await read('a', { from: 2, limit: 2 })).map(({ version }) => version)).toEqual([2, 3]);
      expect(await read('nowhere')).toEqual([]);
    });

    it('reads what older code has written as the newest version, through upcasters where there are some', async () => {
      const { database, inTx } = await openStore();
      const older = await openEventStore({ database, events: { deposited: depositedV1 } });
      await inTx((tx) => older.append(tx, 'a', [{ name: 'deposited', value: { cents: 5 } }], { expected: 'none' }));

      const plain = await openEventStore({ database, events: { deposited } });
      const upcast = await openEventStore({
        database,
        events: { deposited: upcasting(deposited, depositedVersions, { 1: ({ cents }) => ({ cents, by: 'Ada' }) }) },
      });
      const readBy = (store: typeof plain) => inTx(async (tx) => (await store.readStream(tx, 'a')).map((e) => e.value));

      expect(await readBy(plain)).toEqual([{ cents: 5, by: 'somebody' }]);
      expect(await readBy(upcast)).toEqual([{ cents: 5, by: 'Ada' }]);
    });

    it('learns schemas that newer code has brought, and refuses events that it does not know', async () => {
      const { database, store, read, inTx } = await openStore();
      const newer = await openEventStore({ database, events: { withdrawn, closed } });
      await inTx((tx) => newer.append(tx, 'a', [ten], { expected: 'none' }));
      expect(await read('a')).toHaveLength(1);

      await inTx((tx) => newer.append(tx, 'a', [{ name: 'closed', value: {} }], { expected: 1 }));

      await expect(read('a')).rejects.toThrow("[SCHEMA_UNKNOWN] Version 2 of stream 'a' is a bank.Closed");
      expect((await inTx((tx) => store.readAfter(tx, { transaction: 0n, number: 0n }, 10))).events).toHaveLength(1);
    });
  });

  it('refuses two events of one record', async () => {
    const database = await open();
    const events = { one: deposited, other: depositedV1 };
    await expect(openEventStore({ database, events })).rejects.toThrow(
      '[CONFIGURATION_INVALID] The events other and one',
    );
  });
}
