import { describe, expect, it } from 'vitest';
import { forgetOldIds } from '../forget-old-ids.ts';
import { forgetTopic } from '../operate/forget-topic.ts';
import { discardHeldRecord, listHeldKeys, readParkedRecord, releaseKey, releaseKeys } from '../operate/held-keys.ts';
import { admit, parkOne, workOff } from './admission-contract.ts';
import type { Open } from './delivery-host.ts';
import { arrivalAt, bytesOf, noon } from './records.ts';

const at = (offset: number, consumer = 'billing') => ({
  consumer,
  topic: 'orders',
  partition: 0,
  offset: BigInt(offset),
});

const day = 24 * 60 * 60 * 1_000;

/** What operators can do, and what is forgotten. */
export function describeOperation(open: Open): void {
  describe('keys that are held', () => {
    it('are listed with what holds them, and what stands behind', async () => {
      const { delivery, database } = await open();
      await parkOne(delivery, arrivalAt(0, { key: 'a' }), 'held');
      await admit(delivery, arrivalAt(1, { key: 'a' }), arrivalAt(2, { key: 'a' }));
      await parkOne(delivery, arrivalAt(3, { key: null }), 'held');
      await parkOne(delivery, arrivalAt(4, { key: 'due' }));
      expect(await listHeldKeys(database)).toMatchObject([
        {
          ...at(0),
          key: bytesOf('a'),
          eventId: 'e-0',
          attempts: 3,
          firstFailedAt: new Date(noon),
          errorClass: 'RangeError',
          error: 'out of stock',
          followers: 2,
        },
        { ...at(3), key: null, followers: 0 },
      ]);
      expect(await listHeldKeys(database, { consumer: 'shipping' })).toEqual([]);
      expect(await listHeldKeys(database, { topic: 'orders', limit: 1 })).toHaveLength(1);
      expect(await readParkedRecord(database, at(0))).toEqual(arrivalAt(0, { key: 'a' }).record);
      expect(await readParkedRecord(database, at(9))).toBeUndefined();
      expect((await delivery.status()).parked).toMatchObject({ keys: 1, held: 2, records: 5 });
    });

    it('are tried again once they are released, in their order', async () => {
      const { delivery, database } = await open();
      await parkOne(delivery, arrivalAt(0), 'held');
      await admit(delivery, arrivalAt(1));
      expect(await releaseKey(database, at(0))).toBe(true);
      expect(await releaseKey(database, at(0))).toBe(false);
      expect(await releaseKey(database, at(0, 'shipping'))).toBe(false);
      expect(await workOff(delivery, arrivalAt(0))).toEqual(['e-0', 'e-1']);
    });

    it('are released all at once, no faster than wanted', async () => {
      const { delivery, database } = await open();
      for (const [offset, key] of ['a', 'b', 'c'].entries())
        await parkOne(delivery, arrivalAt(offset, { key }), 'held');
      const started = performance.now();
      expect(await releaseKeys(database, { consumer: 'billing', perSecond: 20 })).toBe(3);
      expect(performance.now() - started).toBeGreaterThanOrEqual(95);
      expect(await listHeldKeys(database)).toEqual([]);
    });

    it('flow again once what holds them is discarded', async () => {
      const { delivery, database } = await open();
      await parkOne(delivery, arrivalAt(0), 'held');
      await admit(delivery, arrivalAt(1));
      expect(await discardHeldRecord(database, at(0))).toBe(true);
      expect(await discardHeldRecord(database, at(0))).toBe(false);
      expect(await discardHeldRecord(database, at(1))).toBe(false);
      expect(await workOff(delivery, arrivalAt(0))).toEqual(['e-1']);
      expect(await admit(delivery, arrivalAt(2))).toEqual(['new']);
    });
  });

  describe('a topic that was made anew', () => {
    it('is taken up from its beginning once the old one is forgotten, and knows the old events', async () => {
      const { delivery, database } = await open();
      await admit(delivery, arrivalAt(0), arrivalAt(1));
      await parkOne(delivery, arrivalAt(2, { key: 'parked' }));
      expect(await forgetTopic(database, { consumer: 'billing', topic: 'orders' })).toBe(2);
      const later = { at: noon + day };
      expect(await admit(delivery, arrivalAt(0, { ...later, id: 'anew' }), arrivalAt(1, later))).toEqual([
        'new',
        'duplicate',
      ]);
      expect(await admit(delivery, arrivalAt(2, { ...later, key: 'parked', id: 'behind' }))).toEqual(['parked']);
      expect(await workOff(delivery, arrivalAt(2, { key: 'parked' }))).toEqual(['e-2', 'behind']);
    });
  });

  describe('old ids', () => {
    const place = { consumer: 'billing', topic: 'orders', partition: 0 };

    it('are forgotten by the time of their log, partition by partition', async () => {
      const { delivery, database } = await open();
      await admit(delivery, arrivalAt(0, { id: 'old' }), arrivalAt(1, { id: 'young', at: noon + day }));
      expect(await forgetOldIds(database, { ...place, partition: 1 }, noon + day)).toBe(0);
      expect(await forgetOldIds(database, { ...place, consumer: 'shipping' }, noon + day)).toBe(0);
      expect(await forgetOldIds(database, place, noon + day)).toBe(1);
      const again = [arrivalAt(2, { id: 'old' }), arrivalAt(3, { id: 'young' })];
      expect(await admit(delivery, ...again)).toEqual(['new', 'duplicate']);
    });

    it('stay as long as a parked record has yet to be found a duplicate', async () => {
      const { delivery, database } = await open();
      await parkOne(delivery, arrivalAt(0, { id: 'a' }));
      await admit(delivery, arrivalAt(1, { id: 'a' }));
      expect(await workOff(delivery, arrivalAt(0), 1)).toEqual(['a']);
      expect(await forgetOldIds(database, place, noon + 90 * day)).toBe(0);
      expect(await workOff(delivery, arrivalAt(0))).toEqual([]);
      expect(await forgetOldIds(database, place, noon + 90 * day)).toBe(1);
    });
  });
}
