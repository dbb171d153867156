import { describe, expect, it } from 'vitest';
import type { PartitionPlace } from '../../core/delivery.ts';
import { admit, parkingOf, parkOne, workOff } from './admission-contract.ts';
import type { Open } from './delivery-host.ts';
import { arrivalAt, laneFor, noon, textOf } from './records.ts';

const place: PartitionPlace = { consumer: 'billing', topic: 'orders', partition: 0 };

/** What the parking of keys promises. */
export function describeParking(open: Open): void {
  describe('parked keys', () => {
    it('parks what stands behind a parked key, and nothing else', async () => {
      const { delivery } = await open();
      await parkOne(delivery, arrivalAt(0));
      expect(await admit(delivery, arrivalAt(1), arrivalAt(2))).toEqual(['parked', 'parked']);
      expect(await admit(delivery, arrivalAt(3, { key: 'other' }))).toEqual(['new']);
      expect(await admit(delivery, arrivalAt(4, { key: null }))).toEqual(['new']);
      expect(await admit(delivery, arrivalAt(1))).toEqual(['duplicate']);
    });

    it('drops a duplicate rather than park it', async () => {
      const { delivery } = await open();
      await admit(delivery, arrivalAt(0, { id: 'a' }));
      await parkOne(delivery, arrivalAt(1));
      expect(await admit(delivery, arrivalAt(2, { id: 'a' }))).toEqual(['duplicate']);
    });

    it('hands a key over with what stands behind it, in the order of the log, as it was', async () => {
      const { delivery } = await open();
      await parkOne(delivery, arrivalAt(0));
      await admit(delivery, arrivalAt(1), arrivalAt(2));
      const lane = laneFor(arrivalAt(0));
      const taken = await delivery.transaction((tx) => tx.takeParked(lane, arrivalAt(0).record.key, 2));
      expect(taken).toEqual([
        { record: arrivalAt(0).record, attempts: 3, failures: 3, firstFailedAt: new Date(noon) },
        { record: arrivalAt(1).record, attempts: 0, failures: 0, firstFailedAt: undefined },
      ]);
    });

    it('lets a key flow again once all of it is done', async () => {
      const { delivery } = await open();
      await parkOne(delivery, arrivalAt(0));
      await admit(delivery, arrivalAt(1));
      expect(await workOff(delivery, arrivalAt(0), 1)).toEqual(['e-0']);
      expect(await admit(delivery, arrivalAt(2))).toEqual(['parked']);
      expect(await workOff(delivery, arrivalAt(0))).toEqual(['e-1', 'e-2']);
      expect(await admit(delivery, arrivalAt(3))).toEqual(['new']);
    });

    it('claims an event of a parked key once', async () => {
      const { delivery } = await open();
      await parkOne(delivery, arrivalAt(0, { id: 'a' }));
      await admit(delivery, arrivalAt(1, { id: 'a' }), arrivalAt(2, { id: 'b' }));
      expect(await workOff(delivery, arrivalAt(0))).toEqual(['a', 'b']);
      expect(await admit(delivery, arrivalAt(3, { id: 'a' }))).toEqual(['duplicate']);
    });

    it('gives nothing of a key that is not due, or held', async () => {
      const { delivery } = await open();
      await parkOne(delivery, arrivalAt(0), 60_000);
      await parkOne(delivery, arrivalAt(1, { key: 'held' }), 'held');
      expect(await workOff(delivery, arrivalAt(0))).toEqual([]);
      expect(await workOff(delivery, arrivalAt(1, { key: 'held' }))).toEqual([]);
      const { keys, nextIn } = await delivery.dueKeys(place, 9);
      expect(keys).toEqual([]);
      expect(nextIn).toBeGreaterThan(50_000);
      expect(nextIn).toBeLessThanOrEqual(60_000);
    });

    it('says which keys are due, longest due first, and when the next one is', async () => {
      const { delivery } = await open();
      await parkOne(delivery, arrivalAt(0, { key: 'a' }));
      await parkOne(delivery, arrivalAt(1, { key: 'b' }));
      await parkOne(delivery, arrivalAt(2, { key: null }));
      const due = async (limit: number): Promise<unknown> =>
        (await delivery.dueKeys(place, limit)).keys.map(({ key, lane }) => [key === null ? null : textOf(key), lane]);
      const laneOfKey = (key: string): number => laneFor(arrivalAt(0, { key })).lane;
      const all = [
        ['a', laneOfKey('a')],
        ['b', laneOfKey('b')],
        [null, 2],
      ];
      expect(await due(9)).toEqual(all);
      expect(await due(2)).toEqual(all.slice(0, 2));
      expect((await delivery.dueKeys(place, 9)).nextIn).toBeUndefined();
      expect((await delivery.dueKeys({ ...place, consumer: 'shipping' }, 9)).keys).toEqual([]);
    });

    it('keeps a record that fails again before its followers', async () => {
      const { delivery } = await open();
      await parkOne(delivery, arrivalAt(0));
      await admit(delivery, arrivalAt(1));
      const lane = laneFor(arrivalAt(0));
      await delivery.transaction(async (tx) => {
        const [head] = await tx.takeParked(lane, arrivalAt(0).record.key, 1);
        if (head !== undefined) await tx.repark(lane, head.record, { ...parkingOf(0), attempts: 4, failures: 4 });
      });
      const taken = await delivery.transaction((tx) => tx.takeParked(lane, arrivalAt(0).record.key, 9));
      expect(taken.map(({ record, attempts }) => [record.offset, attempts])).toEqual([
        [0n, 4],
        [1n, 0],
      ]);
    });

    it('lets each record without a key wait for itself', async () => {
      const { delivery } = await open();
      await parkOne(delivery, arrivalAt(0, { key: null }));
      await parkOne(delivery, arrivalAt(64, { key: null }));
      expect(await admit(delivery, arrivalAt(128, { key: null }))).toEqual(['new']);
      expect(await workOff(delivery, arrivalAt(0, { key: null }))).toEqual(['e-0', 'e-64']);
    });

    it('has a held record tried again, in its old place, when its dead letter is published again', async () => {
      const { delivery } = await open();
      const replay = { dlq_replay_id: 'r-1', dlq_group: 'billing' };
      await parkOne(delivery, arrivalAt(0), 'held');
      await admit(delivery, arrivalAt(1));
      const elsewhere = arrivalAt(2, { id: 'e-0', headers: { ...replay, dlq_group: 'shipping' } });
      expect(await admit(delivery, elsewhere)).toEqual(['parked']);
      expect(await workOff(delivery, arrivalAt(0))).toEqual([]);
      expect(await admit(delivery, arrivalAt(3, { id: 'e-0', headers: replay }))).toEqual(['parked']);
      expect(await workOff(delivery, arrivalAt(0))).toEqual(['e-0', 'e-1']);
      expect(await admit(delivery, arrivalAt(4, { id: 'e-0', headers: replay }))).toEqual(['duplicate']);
    });

    it('parks a replayed event behind another one that holds its key', async () => {
      const { delivery } = await open();
      await parkOne(delivery, arrivalAt(0), 'held');
      const replay = { dlq_replay_id: 'r-1', dlq_group: 'billing' };
      expect(await admit(delivery, arrivalAt(1, { id: 'another', headers: replay }))).toEqual(['parked']);
      expect(await workOff(delivery, arrivalAt(0))).toEqual([]);
    });

    it('keeps an error that a column cannot hold', async () => {
      const { delivery } = await open();
      const lane = laneFor(arrivalAt(0));
      await delivery.transaction(async (tx) => {
        await tx.admit(lane, [arrivalAt(0, { claims: false })]);
        await tx.park(lane, arrivalAt(0).record, {
          ...parkingOf(),
          error: new Error(`a\0b\uD800${'x'.repeat(5_000)}`),
        });
      });
      expect(await workOff(delivery, arrivalAt(0))).toEqual(['e-0']);
    });
  });
}
