import { randomUUID } from 'node:crypto';
import { link, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreError } from './store-error.ts';

/** The right to be the only process that writes in a folder. */
export interface FolderLock {
  release(): Promise<void>;
}

const fileName = 'lock';

/** What the lock file says: who holds the folder. Numbers of processes come back, so it also says when this one began. */
interface Holder {
  readonly pid: number;
  readonly started: string | undefined;
}

/**
 * Takes the folder for this process, or rejects with `STORE_LOCKED` naming the process that has it. The lock of a
 * process that is gone is taken over. Works between processes of one machine.
 *
 * The runtime has a lock of its own (`runtime/src/embedded/lock-file.ts`), which folders that machines share need as well:
 * the registry is a server that stands on nothing but Node, and the runtime must not need a server to keep a log.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const file = join(folder, fileName);
  const text = JSON.stringify({ pid: process.pid, started: await startOf(process.pid) });
  for (;;) {
    if (await place(file, text)) return { release: () => release(file, text) };
    const found = await readFile(file, 'utf8').catch(() => undefined);
    if (found === undefined) continue;
    const holder = parseHolder(found);
    if (holder !== undefined && (await isAlive(holder))) throw locked(folder, holder);
    await removeStale(file, found);
  }
}

/** Puts a file there with its content at once; false where one is already. */
async function place(file: string, text: string): Promise<boolean> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text, { flag: 'wx' });
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await unlink(draft);
  }
}

/** Of several processes that find the same stale lock one removes it; a lock that another has just taken is put back. */
async function removeStale(file: string, stale: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  if ((await readFile(aside, 'utf8')) !== stale) await link(aside, file).catch(() => undefined);
  await unlink(aside);
}

async function release(file: string, text: string): Promise<void> {
  const found = await readFile(file, 'utf8').catch(() => undefined);
  if (found === text) await unlink(file);
}

function parseHolder(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value) || typeof value.pid !== 'number')
      return undefined;
    const started = 'started' in value && typeof value.started === 'string' ? value.started : undefined;
    return { pid: value.pid, started };
  } catch {
    return undefined;
  }
}

async function isAlive({ pid, started }: Holder): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Without the right to signal it, the process is there.
    if (!hasCode(error, 'EPERM')) return false;
  }
  const now = await startOf(pid);
  return started === undefined || now === undefined || now === started;
}

/** When a process began, in the kernel's own count since boot; undefined where the system does not tell. */
async function startOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The command in parentheses may hold anything; after it the fields are plain. proc_pid_stat(5), field 22.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

function locked(folder: string, { pid }: Holder): StoreError {
  const cure = 'Stop that process, or give this one another folder.';
  return new StoreError('STORE_LOCKED', `${folder} is in use by process ${pid}. ${cure}`);
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
