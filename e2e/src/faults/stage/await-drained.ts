import { setTimeout as pause } from 'node:timers/promises';
import { groupOf } from '../workload/contract.ts';
import type { Stage } from './stage.ts';

export interface DrainOptions {
  /** Milliseconds after which it gives up. */
  readonly patience: number;
  /** Parked records may be left. */
  readonly parkedAllowed: boolean;
}

/**
 * Waits until everything that was changed has had its effects, or is dead: no outbox holds anything, nothing is parked
 * and no group lags. Resolves with false where it does not come to that in time.
 */
export async function awaitDrained(stage: Stage, { patience, parkedAllowed }: DrainOptions): Promise<boolean> {
  const deadline = performance.now() + patience;
  while (performance.now() < deadline) {
    if (await isDrained(stage, parkedAllowed).catch(() => false)) return true;
    await pause(150);
  }
  return false;
}

async function isDrained({ databases, engines, contract, run }: Stage, parkedAllowed: boolean): Promise<boolean> {
  for (const role of ['source', 'middle', 'final'] as const) {
    if ((await databases.count(role, 'eventwright_outbox')) > 0) return false;
    if (!parkedAllowed && role !== 'source' && (await databases.count(role, 'eventwright_parked')) > 0) return false;
  }
  const consumed = [
    { groupId: groupOf(run, 'middle'), topic: contract.started.topic },
    { groupId: groupOf(run, 'final'), topic: contract.forwarded.topic },
  ];
  return engines.kafka.administrate(async (admin) => {
    for (const { groupId, topic } of consumed) {
      const ends = new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, high]));
      const [committed] = await admin.fetchOffsets({ groupId, topics: [topic] });
      const behind = committed?.partitions.some(
        ({ partition, offset }) => Number(offset) < Number(ends.get(partition)),
      );
      if (behind ?? true) return false;
    }
    return true;
  });
}
