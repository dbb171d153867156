import { chown } from 'node:fs/promises';
import { run } from '../process/run.ts';
import { EnvironmentError } from '../script-error.ts';

/** A user to run a program as, in the form that `spawn` takes. */
export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root: then the user `postgres`, else `nobody`. Undefined where this user will do. */
export async function unprivilegedUser(): Promise<User | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = await Promise.all([idOf('-u', name), idOf('-g', name)]);
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new EnvironmentError(
    "PostgreSQL does not run as root, and there is no user 'postgres' or 'nobody' to run it as",
  );
}

/** Hands a folder to the user. */
export async function giveTo(user: User | undefined, directory: string): Promise<void> {
  if (user !== undefined) await chown(directory, user.uid, user.gid);
}

async function idOf(flag: string, name: string): Promise<number | undefined> {
  const { code, output } = await run('id', [flag, name]);
  return code === 0 ? Number(output) : undefined;
}
