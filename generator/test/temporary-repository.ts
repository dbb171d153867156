import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryProject } from './temporary-project.ts';

const run = promisify(execFile);

/** Runs git in a folder, whatever the machine's own configuration says, and gives what it prints. */
export async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const identity = ['-c', 'user.name=A Tester', '-c', 'user.email=tester@shop.example', '-c', 'commit.gpgsign=false'];
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  const { stdout } = await run('git', ['-C', folder, ...identity, '-c', 'protocol.file.allow=always', ...args], {
    env,
  });
  return stdout;
}

/** A repository with one commit of these files on the branch `main`; its folder. */
export async function temporaryRepository(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await temporaryProject(files);
  await git(root, 'init', '--quiet', '--initial-branch', 'main');
  await commitAll(root);
  return root;
}

/** Changes files, or removes those that are undefined. */
export async function change(root: string, files: Readonly<Record<string, string | undefined>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    if (text === undefined) {
      await rm(join(root, path));
      continue;
    }
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

export async function commitAll(root: string): Promise<void> {
  await git(root, 'add', '--all');
  await git(root, 'commit', '--quiet', '--allow-empty', '--message', 'A change');
}
