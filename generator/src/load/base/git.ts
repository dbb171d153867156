import { spawn } from 'node:child_process';
import { BaseProblem } from './base-problem.ts';

/** What a run of git came to. */
export interface GitResult {
  readonly exitCode: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs git in the folder with arguments that no shell sees. Rejects with a `BaseProblem` where there is no git. */
export type Git = (args: readonly string[], input?: string) => Promise<GitResult>;

export interface GitOptions {
  /** Absolute; git finds the repository that it belongs to. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** In a hook git says by these which repository it works on, relative to a folder that need not be ours. */
const ofHooks = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX'];

/** Never writes to the repository, asks nobody for a password, and speaks English, since messages are looked at. */
export function createGit({ folder, env, signal }: GitOptions): Git {
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !ofHooks.includes(name)));
  const options = {
    env: { ...own, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', GIT_LITERAL_PATHSPECS: '1' },
    signal,
    windowsHide: true,
  };
  return (args, input = '') =>
    new Promise((resolve, reject) => {
      const child = spawn('git', ['-C', folder, ...args], options);
      const stdout: Buffer[] = [];
      const stderr: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
      child.on('error', (error) => reject(notRun(error)));
      child.on('close', (exitCode) => {
        resolve({ exitCode, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8').trim() });
      });
      // Git may end before it has read all; its exit code says why.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
}

function notRun(error: Error): BaseProblem {
  const isAbsent = 'code' in error && error.code === 'ENOENT';
  return new BaseProblem(
    isAbsent ? 'There is no git on this machine.' : `Git cannot be run: ${error.message}.`,
    'Install git, or compare with a folder: `--against ../other-checkout`.',
    { cause: error },
  );
}

/** The output of a run that must succeed. */
export function outputOf({ exitCode, stdout, stderr }: GitResult): Buffer {
  if (exitCode === 0) return stdout;
  const [reason = `exit code ${exitCode}`] = stderr.split('\n').filter((line) => line !== '');
  throw new BaseProblem(
    `Git cannot read the repository: ${reason.replace(/^(fatal|error): /, '').replace(/\.$/, '')}.`,
    helps.find(([sign]) => stderr.includes(sign))?.[1] ?? 'Try `git fsck`, and `git fetch` where objects are missing.',
  );
}

/** What to do, by what git says. */
const helps: readonly (readonly [sign: string, help: string])[] = [
  [
    'safe.directory',
    'The folder belongs to another user. Allow it by `git config --global --add safe.directory <folder>`.',
  ],
  [
    'promisor remote',
    'This clone was made without old contents and asks its remote for them: see that it can be reached.',
  ],
];
