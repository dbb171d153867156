import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { endWithUs, hasEnded, stopProcess } from '../../../../scripts/process/stop-process.ts';
import type { Stage } from '../stage/stage.ts';
import type { TraderSettings } from './trader-settings.ts';

/** A process that keeps purchases, or a bank. */
export interface Trader {
  readonly role: TraderSettings['role'];
  readonly isRunning: boolean;
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  kill(): Promise<void>;
  /** Lets it finish what it does. */
  end(): Promise<void>;
}

const patience = 60_000;

/** Resolves when it is at work. */
export async function startTrader(
  stage: Stage,
  role: TraderSettings['role'],
  crash?: TraderSettings['crash'],
): Promise<Trader> {
  const { client, logs } = stage.settings;
  const database = stage.databases.url(role === 'keeper' ? 'middle' : 'final');
  const settings: TraderSettings = {
    role,
    run: stage.run,
    client,
    brokers: stage.engines.kafka.proxied,
    database,
    crash,
  };
  const file = openSync(join(logs, `${role}.log`), 'a');
  const child = spawn(process.execPath, [join(import.meta.dirname, 'trader.ts')], {
    env: { ...process.env, FAULTS_TRADER: JSON.stringify(settings) },
    stdio: ['ignore', file, file, 'ipc'],
  });
  closeSync(file);
  endWithUs(child);
  // One that crashes before it was ready is as good as any other.
  await Promise.race([once(child, 'message'), once(child, 'exit')]);
  return {
    role,
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
