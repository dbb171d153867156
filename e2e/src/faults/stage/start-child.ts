import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { endWithUs, hasEnded, stopProcess } from '../../../../scripts/process/stop-process.ts';

/** A process of a case, under the harness's hand. */
export interface Child {
  readonly name: string;
  readonly isRunning: boolean;
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** As a crash would. */
  kill(): Promise<void>;
  /** Lets it finish what it does. */
  end(): Promise<void>;
}

export interface ChildOptions {
  /** Of its log, too. */
  readonly name: string;
  /** The program. */
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Folder for what it says. */
  readonly logs: string;
  /** Whether it may crash before it is at work: such a one is as good as any other. */
  readonly mayCrash?: boolean;
  /** Every message, the first one included. */
  readonly hear?: (message: unknown) => void;
}

/** What it may take until all that it does has ended, in milliseconds. */
const patience = 60_000;

/** Resolves with its first message, which says that it is at work. */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { name, entry, environment, logs, mayCrash = false, hear } = options;
  const file = openSync(join(logs, `${name}.log`), 'a');
  const child = spawn(process.execPath, [entry], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', file, file, 'ipc'],
  });
  closeSync(file);
  endWithUs(child);
  if (hear !== undefined) child.on('message', hear);
  await Promise.race([once(child, 'message'), once(child, 'exit')]);
  if (hasEnded(child) && !mayCrash) throw new Error(`${name} ended before it was ready, see its log in ${logs}`);
  return {
    name,
    get isRunning() {
      return !hasEnded(child);
    },
    signal: (signal) => void child.kill(signal),
    kill: async () => {
      if (hasEnded(child)) return;
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
    end: async () => {
      child.kill('SIGCONT');
      await stopProcess(child, 'SIGTERM', patience);
    },
  };
}
