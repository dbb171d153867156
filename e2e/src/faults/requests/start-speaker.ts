import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { endWithUs, hasEnded, stopProcess } from '../../../../scripts/process/stop-process.ts';
import type { Stage } from '../stage/stage.ts';
import { readSpeakerReport, type SpeakerReport, type SpeakerSettings } from './speaker-messages.ts';

/** A process that asks or answers. */
export interface Speaker {
  readonly name: string;
  readonly isRunning: boolean;
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  kill(): Promise<void>;
  /** Lets it finish; resolves with what it says last, where it says anything. */
  end(): Promise<Extract<SpeakerReport, { readonly type: 'finished' }> | undefined>;
}

/** What it may take until all that was asked has ended, in milliseconds. */
const patience = 60_000;

/** Resolves when it is at work. */
export async function startSpeaker(stage: Stage, role: SpeakerSettings['role'], number: number): Promise<Speaker> {
  const name = `${role}-${number}`;
  const { client, logs } = stage.settings;
  const seed = String(stage.random.fork(name).next());
  const settings: SpeakerSettings = { role, run: stage.run, client, brokers: stage.engines.kafka.proxied, seed };
  const file = openSync(join(logs, `${name}.log`), 'a');
  const child = spawn(process.execPath, [join(import.meta.dirname, 'speaker.ts')], {
    env: { ...process.env, FAULTS_SPEAKER: JSON.stringify(settings) },
    stdio: ['ignore', file, file, 'ipc'],
  });
  closeSync(file);
  endWithUs(child);
  const ready = Promise.withResolvers<void>();
  let finished: Extract<SpeakerReport, { readonly type: 'finished' }> | undefined;
  child.on('message', (message) => {
    const report = readSpeakerReport(message);
    if (report.type === 'ready') ready.resolve();
    else finished = report;
  });
  child.once('exit', () => ready.reject(new Error(`${name} ended before it was ready, see its log in ${logs}`)));
  await ready.promise;
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
      return finished;
    },
  };
}
