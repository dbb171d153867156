import { setTimeout as pause } from 'node:timers/promises';
import type { PositionHistory } from '../history/history.ts';
import { groupOf } from '../workload/contract.ts';
import type { RoleName } from './pipeline-databases.ts';
import type { Stage } from './stage.ts';

/** Samples of every position there is, for as long as the run lasts. */
export interface PositionWatch {
  /** Ends it. */
  stop(): Promise<readonly PositionHistory[]>;
}

const interval = 700;

const consumers = ['middle', 'final'] as const;

/** Samples what groups have committed and where the lanes stand in the databases, where either can be asked. */
export function watchPositions(stage: Stage): PositionWatch {
  const samples = new Map<string, number[]>();
  const stopped = new AbortController();
  const note = (name: string, at: number): void => {
    const known = samples.get(name);
    if (known === undefined) samples.set(name, [at]);
    else if (known.at(-1) !== at) known.push(at);
  };
  const watching = (async () => {
    while (!stopped.signal.aborted) {
      // An engine that the case has ended answers later.
      await Promise.allSettled(
        consumers.flatMap((role) => [sampleGroup(stage, role, note), sampleLanes(stage, role, note)]),
      );
      await pause(interval, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopped.abort();
      await watching;
      return [...samples].map(([name, values]) => ({ name, samples: values }));
    },
  };
}

type Note = (name: string, at: number) => void;

async function sampleGroup({ engines, run, contract }: Stage, role: RoleName, note: Note): Promise<void> {
  const { topic } = role === 'middle' ? contract.started : contract.forwarded;
  const groupId = groupOf(run, role);
  const topics = await engines.kafka.administrate((admin) => admin.fetchOffsets({ groupId, topics: [topic] }));
  for (const { partition, offset } of topics.flatMap(({ partitions }) => partitions)) {
    if (Number(offset) >= 0) note(`${groupId} in ${topic}-${partition}`, Number(offset));
  }
}

async function sampleLanes({ databases }: Stage, role: RoleName, note: Note): Promise<void> {
  const rows = await databases.query<{ topic: string; partition: number; lane: number; at: string }>(
    role,
    'select topic, partition, lane, next_off as at from eventwright_position',
  );
  for (const { topic, partition, lane, at } of rows) note(`${role}: lane ${lane} of ${topic}-${partition}`, Number(at));
}
