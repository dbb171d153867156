import { describe, expect, it } from 'vitest';
import { createLogTimes } from './log-times.ts';
import { arrivalAt, noon } from './testing/records.ts';

const hour = 60 * 60 * 1_000;
const place = { consumer: 'billing', topic: 'orders', partition: 0 };

describe('createLogTimes', () => {
  it('knows the time of the log up to which everything is settled, whichever lane was faster', () => {
    const times = createLogTimes();
    times.seen('billing', arrivalAt(0, { at: noon }).record);
    times.seen('billing', arrivalAt(9, { at: noon + 9 * hour }).record);
    expect(times.take()).toEqual([]);
    times.settled(place, 9n);
    expect(times.take()).toEqual([{ place, time: noon }]);
    times.settled(place, 10n);
    expect(times.take()).toEqual([{ place, time: noon + 9 * hour }]);
    expect(times.take()).toEqual([]);
  });

  it('keeps partitions and consumers apart', () => {
    const times = createLogTimes();
    times.seen('billing', arrivalAt(0).record);
    times.settled({ ...place, partition: 1 }, 9n);
    times.settled({ ...place, consumer: 'shipping' }, 9n);
    expect(times.take()).toEqual([]);
  });

  it('remembers few places of a long log that is not settled', () => {
    const times = createLogTimes();
    for (let offset = 0; offset < 10_000; offset += 1) {
      times.seen('billing', arrivalAt(offset, { at: noon + offset * hour }).record);
    }
    times.settled(place, 10_000n);
    const [settled] = times.take();
    expect(settled?.time).toBeLessThanOrEqual(noon + 256 * hour);
  });
});
