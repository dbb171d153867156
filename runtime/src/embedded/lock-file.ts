import { randomUUID } from 'node:crypto';
import { link, readdir, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RuntimeError } from '../core/errors.ts';
import { isAlive, ownIdentity, type ProcessIdentity } from './process-identity.ts';

/** The right to use a folder, which one process has at a time. */
export interface FolderLock {
  release(): Promise<void>;
}

interface Holder extends ProcessIdentity {
  readonly released: boolean;
}

const LOCK_FILE = /^lock\.(\d+)$/;

/**
 * Takes the folder's lock, also from a process that has died; rejects with `LOG_LOCKED` where its holder lives.
 *
 * Lock files are numbered and the highest counts. Whoever finds that one released, or its holder dead, creates the
 * next: only one can, as creating a file that exists fails. Only the holder of a higher number deletes lower ones,
 * so whoever creates a number that is out of date finds the higher one afterwards and tries again. The registry, which
 * imports nothing of the runtime, has a simpler one.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const identity = await ownIdentity();
  for (;;) {
    const latest = (await lockNumbers(folder)).at(-1) ?? 0;
    await assertFree(folder, latest);
    const own = latest + 1;
    if (await createLock(folder, own, { ...identity, released: false })) {
      const numbers = await lockNumbers(folder);
      if (numbers.at(-1) === own) {
        await Promise.all(numbers.slice(0, -1).map((number) => remove(lockPath(folder, number))));
        return { release: () => replaceLock(folder, own, { ...identity, released: true }) };
      }
      await remove(lockPath(folder, own));
    }
  }
}

async function assertFree(folder: string, number: number): Promise<void> {
  const path = lockPath(folder, number);
  const holder = number === 0 ? undefined : await readHolder(path);
  if (holder !== undefined && !holder.released && (await isAlive(holder))) {
    throw new RuntimeError(
      'LOG_LOCKED',
      `${folder} is in use by process ${holder.pid} on ${holder.host}, and a log has one owner. Stop that process or ` +
        `choose another folder; delete ${path} only if you are certain that nothing uses the log.`,
    );
  }
}

async function lockNumbers(folder: string): Promise<readonly number[]> {
  const numbers = (await readdir(folder)).map((name) => LOCK_FILE.exec(name)?.[1]);
  return numbers
    .filter((number) => number !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
}

function lockPath(folder: string, number: number): string {
  return join(folder, `lock.${number}`);
}

/** Undefined where the file is gone or unreadable, which a lock in use never is. */
async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return parseHolder(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}

function parseHolder(json: unknown): Holder | undefined {
  if (typeof json !== 'object' || json === null || !('host' in json && 'pid' in json)) {
    return undefined;
  }
  const { host, pid } = json;
  if (typeof host !== 'string' || typeof pid !== 'number') {
    return undefined;
  }
  const started = 'started' in json && typeof json.started === 'string' ? json.started : null;
  return { host, pid, started, released: 'released' in json && json.released === true };
}

/** Creates the lock file with its contents in one step; false where it exists. */
async function createLock(folder: string, number: number, holder: Holder): Promise<boolean> {
  const draft = await writeDraft(folder, holder);
  try {
    await link(draft, lockPath(folder, number));
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      return false;
    }
    throw error;
  } finally {
    await remove(draft);
  }
}

async function replaceLock(folder: string, number: number, holder: Holder): Promise<void> {
  await rename(await writeDraft(folder, holder), lockPath(folder, number));
}

async function writeDraft(folder: string, holder: Holder): Promise<string> {
  const draft = join(folder, `draft.${randomUUID()}`);
  await writeFile(draft, `${JSON.stringify(holder)}\n`);
  return draft;
}

async function remove(path: string): Promise<void> {
  await unlink(path).catch(() => undefined);
}
