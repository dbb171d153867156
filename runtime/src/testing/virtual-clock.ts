import { type ManualTime, manualTime } from '../core/testing/manual-time.ts';

/**
 * Time that stands still until a test moves it, for whatever takes `now` and `wait`: clients, and harnesses as `clock`. So
 * a test goes through an hour of retries at once, and always in the same way.
 */
export type VirtualClock = ManualTime;

export function createVirtualClock(start: Date = new Date('2026-01-01T00:00:00Z')): VirtualClock {
  return manualTime(start.getTime());
}
