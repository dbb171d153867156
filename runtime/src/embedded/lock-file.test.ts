import { link, readdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { lockFolder } from './lock-file.ts';
import { ownIdentity } from './process-identity.ts';

// Only so that a test can let others act between two steps of one contender.
vi.mock('node:fs/promises', async (original) => {
  const promises = await original<typeof import('node:fs/promises')>();
  return { ...promises, link: vi.fn(promises.link) };
});

/** Above every limit that Linux allows for process ids. */
const NO_PROCESS = 0x7ffffffe;

async function folderHeldBy(holder: object): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'lock.7'), JSON.stringify({ ...(await ownIdentity()), released: false, ...holder }));
  return folder;
}

describe('lockFolder', () => {
  it('refuses a folder that is in use, and says by whom', async () => {
    const folder = await temporaryFolder();
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toMatchObject({
      code: 'LOG_LOCKED',
      message: expect.stringContaining(`process ${process.pid} on ${hostname()}`),
    });
    await lock.release();
  });

  it('can be taken again once it is released', async () => {
    const folder = await temporaryFolder();
    for (let round = 0; round < 3; round++) {
      await (await lockFolder(folder)).release();
    }
    await lockFolder(folder);
    expect(await readdir(folder)).toEqual(['lock.4']);
  });

  it('is taken over from a process that is no more', async () => {
    const folder = await folderHeldBy({ pid: NO_PROCESS });
    await lockFolder(folder);
    expect(await readdir(folder)).toEqual(['lock.8']);
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'LOG_LOCKED' });
  });

  it.runIf(process.platform === 'linux')('is taken over where the process id is now that of another', async () => {
    await lockFolder(await folderHeldBy({ started: '1' }));
  });

  it('is left to a process that it may not signal', async () => {
    // Process 1 always lives; where the test runs as root it may be signalled, which makes no difference.
    const folder = await folderHeldBy({ pid: 1, started: null });
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'LOG_LOCKED' });
  });

  it('is left to a process on another host, which cannot be seen from here', async () => {
    const folder = await folderHeldBy({ host: `not-${hostname()}`, pid: NO_PROCESS });
    await expect(lockFolder(folder)).rejects.toMatchObject({
      code: 'LOG_LOCKED',
      message: expect.stringMatching(/delete .*lock\.7/),
    });
  });

  it('is taken where a loss of power has left the lock file empty', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'lock.3'), '');
    await lockFolder(folder);
  });

  it('goes to exactly one of many who find a stale lock at the same time', async () => {
    for (let round = 0; round < 20; round++) {
      const folder = await folderHeldBy({ pid: NO_PROCESS });
      const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)));
      expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    }
  });

  it('is not taken by one who is late, when others have had it in the meantime', async () => {
    const folder = await folderHeldBy({ pid: NO_PROCESS });
    const createLink = vi.mocked(link).getMockImplementation() ?? link;
    vi.mocked(link).mockImplementationOnce(async (draft, path) => {
      await (await lockFolder(folder)).release();
      await lockFolder(folder);
      await createLink(draft, path);
    });
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'LOG_LOCKED' });
    expect(await readdir(folder)).toEqual(['lock.9']);
  });

  it('has one holder at a time however often it changes hands', async () => {
    const folder = await temporaryFolder();
    let holders = 0;
    let taken = 0;
    const contend = async (): Promise<void> => {
      for (let attempt = 0; attempt < 15; attempt++) {
        const lock = await lockFolder(folder).catch(() => undefined);
        if (lock !== undefined) {
          expect(++holders).toBe(1);
          taken++;
          await new Promise(setImmediate);
          holders--;
          await lock.release();
        }
      }
    };
    await Promise.all(Array.from({ length: 6 }, contend));
    expect(taken).toBeGreaterThan(0);
  });
});
