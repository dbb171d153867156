import { describe, expect, it } from 'vitest';
import type { Arrival, DeliveryTransaction, Parking, Verdict } from '../../core/delivery.ts';
import type { OpenDelivery } from '../open-delivery.ts';
import type { Open } from './delivery-host.ts';
import { arrivalAt, laneFor, noon, textOf } from './records.ts';

const day = 24 * 60 * 60 * 1_000;

export const parkingOf = (dueIn: Parking['dueIn'] = 0): Parking => ({
  attempts: 3,
  failures: 3,
  dueIn,
  error: new RangeError('out of stock'),
  firstFailedAt: new Date(noon),
});

/** Admits the arrivals, all of one lane, in a transaction of their own. */
export async function admit(delivery: OpenDelivery, ...arrivals: readonly Arrival[]): Promise<readonly Verdict[]> {
  const [first] = arrivals;
  if (first === undefined) return [];
  return delivery.transaction((tx) => tx.admit(laneFor(first), arrivals));
}

/** Parks a record as the pipeline does once it has failed. */
export async function parkOne(delivery: OpenDelivery, arrival: Arrival, dueIn?: Parking['dueIn']): Promise<void> {
  const lane = laneFor(arrival);
  await delivery.transaction(async (tx) => {
    await tx.admit(lane, [{ ...arrival, claims: false }]);
    await tx.park(lane, arrival.record, parkingOf(dueIn));
  });
}

/** Takes a parked key up, claims and unparks what is there, and says which events that were. */
export async function workOff(delivery: OpenDelivery, of: Arrival, limit = 32): Promise<readonly string[]> {
  const lane = laneFor(of);
  return delivery.transaction(async (tx) => {
    const done: string[] = [];
    for (const { record } of await tx.takeParked(lane, of.record.key, limit)) {
      const id = textOf(record.headers.get('ce_id'));
      if (await tx.claim(lane, record, id)) done.push(id);
      await tx.unpark(lane, record);
    }
    return done;
  });
}

const rolledBack = async (
  delivery: OpenDelivery,
  work: (tx: DeliveryTransaction) => Promise<unknown>,
): Promise<void> => {
  const failing = delivery.transaction(async (tx) => {
    await work(tx);
    throw new Error('rolled back');
  });
  await expect(failing).rejects.toThrow('rolled back');
};

/** What `admit` promises. */
export function describeAdmission(open: Open): void {
  describe('admission', () => {
    it('lets each record through once, whoever asks again', async () => {
      const { delivery, again } = await open();
      expect(await admit(delivery, arrivalAt(0), arrivalAt(1))).toEqual(['new', 'new']);
      expect(await admit(await again(), arrivalAt(0), arrivalAt(1), arrivalAt(2))).toEqual([
        'duplicate',
        'duplicate',
        'new',
      ]);
    });

    it('recognises an event under another offset, key or partition', async () => {
      const { delivery } = await open();
      await admit(delivery, arrivalAt(0, { id: 'same' }));
      expect(await admit(delivery, arrivalAt(1, { id: 'same' }), arrivalAt(2))).toEqual(['duplicate', 'new']);
      expect(await admit(delivery, arrivalAt(3, { id: 'same', key: 'other' }))).toEqual(['duplicate']);
      const moved = arrivalAt(0, { id: 'same' });
      const elsewhere = { ...moved, record: { ...moved.record, partition: 7 } };
      expect(await admit(delivery, elsewhere)).toEqual(['duplicate']);
    });

    it('recognises an event that comes twice in one run', async () => {
      const { delivery } = await open();
      const run = [arrivalAt(0, { id: 'a' }), arrivalAt(1, { id: 'a' }), arrivalAt(2, { id: 'b' })];
      expect(await admit(delivery, ...run)).toEqual(['new', 'duplicate', 'new']);
    });

    it('keeps consumers apart', async () => {
      const { delivery } = await open();
      await admit(delivery, arrivalAt(0));
      const place = { ...laneFor(arrivalAt(0)), consumer: 'shipping' };
      expect(await delivery.transaction((tx) => tx.admit(place, [arrivalAt(0)]))).toEqual(['new']);
    });

    it('forgets what a transaction admitted that was rolled back', async () => {
      const { delivery } = await open();
      await rolledBack(delivery, (tx) => tx.admit(laneFor(arrivalAt(0)), [arrivalAt(0)]));
      expect(await admit(delivery, arrivalAt(0))).toEqual(['new']);
    });

    it('settles a record that does not claim, and leaves its event to others', async () => {
      const { delivery } = await open();
      expect(await admit(delivery, arrivalAt(0, { id: 'a', claims: false }))).toEqual(['new']);
      expect(await admit(delivery, arrivalAt(0, { id: 'a' }))).toEqual(['duplicate']);
      expect(await admit(delivery, arrivalAt(1, { id: 'a' }))).toEqual(['new']);
    });

    it('takes no position from records before it: they are settled', async () => {
      const { delivery } = await open();
      await admit(delivery, arrivalAt(5));
      expect(await admit(delivery, arrivalAt(3))).toEqual(['duplicate']);
      expect(await admit(delivery, arrivalAt(5))).toEqual(['duplicate']);
      expect(await admit(delivery, arrivalAt(6))).toEqual(['new']);
    });

    it('has somebody look at what was published longer after it happened than duplicates are known', async () => {
      const { delivery } = await open({ dedupeWindow: day });
      const inTime = arrivalAt(0, { time: noon - day });
      const late = arrivalAt(1, { time: noon - day });
      expect(await admit(delivery, inTime, late)).toEqual(['new', 'too_old']);
      expect(await admit(delivery, arrivalAt(2, { id: 'e-1' }))).toEqual(['new']);
    });

    it('knows a late duplicate for one as long as it remembers the event', async () => {
      const { delivery } = await open({ dedupeWindow: day });
      await admit(delivery, arrivalAt(0, { id: 'a' }));
      expect(await admit(delivery, arrivalAt(1, { id: 'a', time: noon - 2 * day }))).toEqual(['duplicate']);
    });

    it('lets an event through that is too old where somebody has had it published again for this consumer', async () => {
      const { delivery } = await open({ dedupeWindow: day });
      const replayed = (group: string) => ({
        time: noon - 2 * day,
        headers: { dlq_replay_id: 'r-1', dlq_group: group },
      });
      expect(await admit(delivery, arrivalAt(0, replayed('billing')))).toEqual(['new']);
      expect(await admit(delivery, arrivalAt(1, replayed('shipping')))).toEqual(['too_old']);
    });

    it('does not take a topic that was made anew for the one that it knows', async () => {
      const { delivery } = await open();
      await admit(delivery, arrivalAt(0), arrivalAt(1), arrivalAt(2));
      const anew = arrivalAt(1, { id: 'x', at: noon + day });
      await expect(admit(delivery, anew)).rejects.toThrow(/\[OFFSET_OUT_OF_RANGE\] Offset 1 of 'orders' .*made anew/);
    });

    it('takes ids that a column cannot hold', async () => {
      const { delivery } = await open();
      const [long, zero] = ['x'.repeat(5_000), 'a\0b'];
      expect(await admit(delivery, arrivalAt(0, { id: long }), arrivalAt(1, { id: zero }))).toEqual(['new', 'new']);
      expect(await admit(delivery, arrivalAt(2, { id: long }), arrivalAt(3, { id: zero }))).toEqual([
        'duplicate',
        'duplicate',
      ]);
      expect(await admit(delivery, arrivalAt(4, { id: `${long}y` }))).toEqual(['new']);
    });

    it('takes no time of a log for impossible', async () => {
      const { delivery } = await open();
      const run = [arrivalAt(0, { at: -1, time: -1 }), arrivalAt(1, { at: 1e16, time: 1e16 })];
      expect(await admit(delivery, ...run)).toEqual(['new', 'new']);
    });
  });
}
