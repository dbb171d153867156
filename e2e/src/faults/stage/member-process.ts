import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endWithUs } from '../../../../scripts/process/stop-process.ts';
import type { AccountingSample, Ending, MemberHistory } from '../history/history.ts';
import type { Behaviour, MemberSettings } from '../workload/member-settings.ts';
import { type Command, readReport, type Status } from '../workload/messages.ts';

/** A process of the workload. */
export interface Member {
  /** `middle 2` */
  readonly name: string;
  /** What the process has said so far, and said it to its file. */
  says(): Promise<string>;
  readonly pid: number;
  readonly history: MemberHistory;
  /** What it told of itself last. */
  readonly status: Status | undefined;
  /** Resolves when the process has ended, however it did. */
  readonly ended: Promise<void>;
  readonly running: boolean;
  /** As a crash would. */
  kill(): Promise<void>;
  /** As an orchestrator would; killed, which is a violation, where it takes longer than 30 seconds. */
  terminate(): Promise<void>;
  /** As a long pause of the whole machine would, until `resume`. */
  pause(): void;
  resume(): void;
  /** Any signal; the harness takes no notice of what it does. */
  signal(signal: NodeJS.Signals): void;
  /** How handlers behave from now on. */
  behave(behaviour: Behaviour): void;
  /** Of the source: no changes for the time being. */
  hold(holds: boolean): void;
  /** Of the source: no more changes. Resolves when the last transaction has ended. */
  finish(): Promise<void>;
}

export interface MemberOptions {
  readonly name: string;
  readonly settings: MemberSettings;
  /** Folder for what it says. */
  readonly logs: string;
  readonly output?: MemberOutput;
}

/** Where what it says goes: into a file, into a pipe that nobody reads, or into one whose reader has gone. */
export type MemberOutput = 'file' | 'unread' | 'closed';

const entry = join(import.meta.dirname, '../workload/member.ts');
const patience = 30_000;

/** Where a guard is to be switched off, the process replaces it while it loads. */
function mutated(): readonly string[] {
  if (process.env['FAULTS_MUTATION'] === undefined) return [];
  return ['--import', join(import.meta.dirname, '../mutations/load-mutated.ts')];
}

/** Starts one; resolves when it is ready. Rejects with what it said where it ends before, unless it is to crash. */
export async function startMember({ name, settings, logs, output = 'file' }: MemberOptions): Promise<Member> {
  const log = join(logs, `${name.replaceAll(' ', '-')}.log`);
  const file = openSync(log, 'a');
  const environment = { ...process.env, FAULTS_MEMBER: JSON.stringify(settings) };
  const stdout = output === 'file' ? file : 'pipe';
  const child = spawn(process.execPath, [...mutated(), entry], {
    env: environment,
    stdio: ['ignore', stdout, file, 'ipc'],
  });
  closeSync(file);
  if (output === 'closed') child.stdout?.destroy();
  endWithUs(child);
  const heard = listen(child);
  const ended = once(child, 'exit').then(() => undefined);
  await Promise.race([heard.ready, ended]);
  if (child.exitCode !== null || (child.signalCode !== null && settings.crash === undefined)) {
    throw new Error(`${name} ended before it was ready:\n${readFileSync(log, 'utf8').slice(-4_000)}`);
  }
  return control(child, { name, log, heard, ended, crashes: settings.crash !== undefined });
}

interface Heard {
  readonly ready: Promise<void>;
  readonly finished: Promise<void>;
  readonly accounting: readonly AccountingSample[];
  readonly rss: readonly number[];
  readonly heap: readonly number[];
  readonly status: Status | undefined;
}

function listen(child: ChildProcess): Heard {
  const ready = Promise.withResolvers<void>();
  const finished = Promise.withResolvers<void>();
  const accounting: AccountingSample[] = [];
  const rss: number[] = [];
  const heap: number[] = [];
  let status: Status | undefined;
  child.on('message', (message) => {
    const report = readReport(message);
    if (report.type === 'ready') ready.resolve();
    else if (report.type === 'finished') finished.resolve();
    else {
      status = report;
      rss.push(report.rss);
      heap.push(report.heap);
      if (report.accounting !== undefined) accounting.push(report.accounting);
    }
  });
  return {
    ready: ready.promise,
    finished: finished.promise,
    accounting,
    rss,
    heap,
    get status() {
      return status;
    },
  };
}

interface Controlled {
  readonly name: string;
  readonly log: string;
  readonly heard: Heard;
  readonly ended: Promise<void>;
  /** It is to end itself at a crash point. */
  readonly crashes: boolean;
}

function control(child: ChildProcess, { name, log, heard, ended, crashes }: Controlled): Member {
  let ending: Ending = 'running';
  const running = (): boolean => child.exitCode === null && child.signalCode === null;
  const tell = (command: Command): void => {
    // One that is ending may take it no more; that it has ended is noticed elsewhere.
    if (child.connected) child.send(command, () => undefined);
  };
  const end = async (how: Ending, signal: NodeJS.Signals): Promise<void> => {
    if (!running()) return;
    ending = how;
    child.kill(signal);
    // A process that is paused hears nothing.
    child.kill('SIGCONT');
    const killer = setTimeout(() => child.kill('SIGKILL'), patience);
    await ended;
    clearTimeout(killer);
  };
  return {
    name,
    says: () => readFile(log, 'utf8'),
    ended,
    pid: child.pid ?? 0,
    get running() {
      return running();
    },
    get status() {
      return heard.status;
    },
    get history() {
      const { exitCode: code, signalCode: signal } = child;
      const crashed = crashes && ending === 'running' && signal === 'SIGKILL';
      const { accounting, rss, heap } = heard;
      return { name, ending: crashed ? 'crashed' : ending, code, signal, accounting, rss, heap };
    },
    kill: () => end('killed', 'SIGKILL'),
    terminate: () => end('terminated', 'SIGTERM'),
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    signal: (signal) => void child.kill(signal),
    hold: (holds) => tell({ type: 'hold', holds }),
    behave: (behaviour) => tell({ type: 'behave', behaviour }),
    async finish() {
      tell({ type: 'finish' });
      await Promise.race([heard.finished, ended]);
    },
  };
}
