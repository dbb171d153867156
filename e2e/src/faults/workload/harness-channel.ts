import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Accounting } from '@eventwright/runtime';
import type { Behaviour } from './member-settings.ts';
import { type Command, type Report, readCommand } from './messages.ts';

/** What a process of the workload hears from the harness and tells it. */
export interface HarnessChannel {
  /** How handlers are to behave at this moment. */
  readonly behaviour: Behaviour;
  /** The source is to make no changes for the time being. */
  readonly holds: boolean;
  /** Aborted when the source is to make no more changes. */
  readonly finish: AbortSignal;
  tell(report: Report): void;
  /** Tells of memory, time and accounts, again and again. */
  tellStatus(accounting: () => Accounting | undefined): void;
}

/** Often enough to see accounts and memory in motion, in milliseconds. */
const statusInterval = 250;

/** Opens it. It keeps no process alive, and takes the process along where the harness goes away. */
export function openHarnessChannel(initial: Behaviour): HarnessChannel {
  let behaviour = initial;
  let holds = false;
  const finish = new AbortController();
  process.on('message', (message: Command) => {
    const command = readCommand(message);
    if (command.type === 'behave') behaviour = command.behaviour;
    else if (command.type === 'hold') holds = command.holds;
    else finish.abort();
  });
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.channel?.unref();
  const tell = (report: Report): void => {
    if (process.connected) process.send?.(report);
  };
  return {
    get behaviour() {
      return behaviour;
    },
    get holds() {
      return holds;
    },
    finish: finish.signal,
    tell,
    tellStatus(accounting) {
      const delay = monitorEventLoopDelay({ resolution: 10 });
      delay.enable();
      setInterval(() => {
        const { user, system } = process.cpuUsage();
        const lag = delay.max / 1e6;
        const { rss, heapUsed: heap } = process.memoryUsage();
        delay.reset();
        tell({
          type: 'status',
          rss,
          heap,
          cpu: (user + system) / 1_000,
          lag,
          accounting: accounting(),
        });
      }, statusInterval).unref();
    },
  };
}
