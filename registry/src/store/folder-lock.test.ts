import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from './folder-lock.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eventwright-lock-'));
});

afterEach(() => rm(folder, { recursive: true }));

/** The number of a process that was there and is not any more. */
async function goneProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  if (child.pid === undefined) throw new Error('the child has no number');
  return child.pid;
}

describe('lockFolder', () => {
  it('leaves no file behind once released', async () => {
    const lock = await lockFolder(folder);
    expect(await readdir(folder)).toEqual(['lock']);
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses a folder that a living process has', async () => {
    await writeFile(join(folder, 'lock'), JSON.stringify({ pid: process.ppid }));
    await expect(lockFolder(folder)).rejects.toThrow(`in use by process ${process.ppid}. Stop that process`);
  });

  it('takes over from a process that is gone', async () => {
    await writeFile(join(folder, 'lock'), JSON.stringify({ pid: await goneProcess(), started: '1' }));
    const lock = await lockFolder(folder);
    expect(JSON.parse(await readFile(join(folder, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid });
    await lock.release();
  });

  it.runIf(process.platform === 'linux')('takes over where the number now belongs to another process', async () => {
    await writeFile(join(folder, 'lock'), JSON.stringify({ pid: process.ppid, started: '1' }));
    await (await lockFolder(folder)).release();
  });

  it('takes over from a lock that says nothing', async () => {
    await writeFile(join(folder, 'lock'), '');
    await (await lockFolder(folder)).release();
  });

  it('lets one of many that find a stale lock have the folder', async () => {
    await writeFile(join(folder, 'lock'), JSON.stringify({ pid: await goneProcess() }));
    const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(folder)).toEqual(['lock']);
  });

  it('does not release what another process has taken since', async () => {
    const lock = await lockFolder(folder);
    await writeFile(join(folder, 'lock'), JSON.stringify({ pid: process.ppid }));
    await lock.release();
    expect(await readdir(folder)).toEqual(['lock']);
  });
});
