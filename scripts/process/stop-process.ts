import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Sends the signal, waits for the end, and kills what has not ended after `patience` milliseconds. */
export async function stopProcess(child: ChildProcess, signal: NodeJS.Signals, patience: number): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  const killer = setTimeout(() => child.kill('SIGKILL'), patience);
  await ended;
  clearTimeout(killer);
}

/** True once the process is gone, or where it never came to be. */
export function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

/** Sees to it that the process does not outlive this one, however this one ends, short of being killed itself. */
export function endWithUs(child: ChildProcess): void {
  const kill = (): boolean => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.removeListener('exit', kill));
}
