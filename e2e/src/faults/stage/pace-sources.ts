import { setTimeout as pause } from 'node:timers/promises';
import type { Stage } from './stage.ts';

const interval = 400;

/** Holds the sources for as long as the pipeline is too far behind them; the returned function ends that. */
export function paceSources(stage: Stage, backlog: number): () => Promise<void> {
  const stopped = new AbortController();
  const pacing = (async () => {
    while (!stopped.signal.aborted) {
      // A database that the case has ended answers later.
      const behind = await unhandled(stage).catch(() => undefined);
      if (behind !== undefined) for (const source of stage.running('source')) source.hold(behind > backlog);
      await pause(interval, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  })();
  return async () => {
    stopped.abort();
    await pacing;
  };
}

async function unhandled({ databases }: Stage): Promise<number> {
  return (await databases.count('source', 'change')) - (await databases.count('final', 'effect'));
}
