import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Lock, lockName } from '../../release/lock.ts';
import { readLock } from '../../release/read-lock.ts';
import { CliError } from '../cli-error.ts';
import { exitCode } from '../exit-code.ts';

export interface LockFile {
  readonly lock: Lock;
  readonly text: string;
}

/** The lock beside the configuration; undefined where nothing was released. Throws a `CliError` where it is broken. */
export async function readLockFile(root: string): Promise<LockFile | undefined> {
  const text = await readIfExists(join(root, lockName));
  return text === undefined ? undefined : { lock: parseLock(text, { name: lockName, root }), text };
}

/** `name` stands in findings, `root` is what it is relative to. Throws a `CliError`. */
export function parseLock(text: string, { name, root }: { name: string; root: string }): Lock {
  const read = readLock(text, name);
  if (read.kind === 'lock') return read.lock;
  throw new CliError(exitCode.contracts, `${name} cannot be used.`, {
    shown: { findings: [read.finding], texts: new Map([[name, text]]), root },
  });
}

async function readIfExists(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (reason === 'ENOENT') return undefined;
    throw new CliError(exitCode.environment, `${path} cannot be read (${reason}).`, {
      help: 'It must be a file that you may read.',
      cause: error,
    });
  }
}
