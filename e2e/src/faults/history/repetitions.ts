import type { History } from './history.ts';

/** Records that stand on the log more than once: allowed there, and what the effects have to be saved from. */
export function repetitionsIn({ topics }: History): number {
  return topics.reduce((sum, { eventIds }) => sum + eventIds.length - new Set(eventIds).size, 0);
}
