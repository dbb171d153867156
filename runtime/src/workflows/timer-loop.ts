import type { Logger } from '../core/client.ts';
import type { Wait } from '../core/wait.ts';

export interface TimerLoopOptions {
  /** Fires what is due; returns in how many milliseconds there is more to do, undefined where nothing is known of. */
  readonly fireDue: () => Promise<number | undefined>;
  /** Milliseconds until it looks at the latest: other processes start timers, too. */
  readonly pollInterval: number;
  readonly wait: Wait;
  readonly log: Logger;
  readonly workflow: string;
}

/** Looks for due timers until it is closed, however far away the next one is. */
export interface TimerLoop {
  /** A timer is started that is due before the loop would look next; it is there once its transaction is committed. */
  wake(): void;
  /** Waits for what is being fired. */
  close(): Promise<void>;
}

/** Milliseconds before it looks again after it was woken; then four times as long each time. */
const shortest = 5;

export function startTimerLoop({ fireDue, pollInterval, wait, log, workflow }: TimerLoopOptions): TimerLoop {
  let open = true;
  let longest = pollInterval;
  let sleeping: AbortController | undefined;
  let troubled = false;

  const round = async (): Promise<number> => {
    try {
      const nextIn = await fireDue();
      if (troubled) log.info({ workflow }, 'timers of the workflow fire again');
      troubled = false;
      return nextIn ?? pollInterval;
    } catch (error) {
      if (!troubled) log.warn({ workflow, err: error }, 'timers of the workflow do not fire, will be tried again');
      troubled = true;
      return pollInterval;
    }
  };

  const sleep = async (milliseconds: number): Promise<void> => {
    sleeping = new AbortController();
    // Being woken is no failure.
    await wait(Math.max(shortest, milliseconds), sleeping.signal).catch(() => undefined);
    sleeping = undefined;
  };

  const run = async (): Promise<void> => {
    while (open) {
      const nextIn = await round();
      if (!open) return;
      const pause = Math.min(nextIn, longest);
      longest = Math.min(pollInterval, longest * 4);
      await sleep(pause);
    }
  };

  const running = run();
  return {
    wake: () => {
      longest = Math.min(shortest, pollInterval);
      sleeping?.abort();
    },
    close: async () => {
      open = false;
      sleeping?.abort();
      await running;
    },
  };
}
