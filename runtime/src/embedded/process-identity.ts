import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';

/** Enough to recognise a process later, also where its process id has been given to another one since. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  /** When it was started, in the kernel's ticks since the machine's start; null where the system does not tell. */
  readonly started: string | null;
}

export async function ownIdentity(): Promise<ProcessIdentity> {
  return { host: hostname(), pid: process.pid, started: await startOf(process.pid) };
}

/**
 * Whether the process lives. A process of another host cannot be seen from here and counts as alive; so does one in a
 * container of its own that shares the folder and, unlike containers do by default, the host's name.
 */
export async function isAlive({ host, pid, started }: ProcessIdentity): Promise<boolean> {
  if (host !== hostname()) {
    return true;
  }
  return hasProcess(pid) && (started === null || started === (await startOf(pid)));
}

function hasProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Field 22 of `/proc/<pid>/stat`; the second field is in parentheses and may hold any character. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
