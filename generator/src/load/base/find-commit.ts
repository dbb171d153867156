import { suggest } from '../../model/suggest.ts';
import { BaseProblem } from './base-problem.ts';
import { fetchHelp } from './fetch-help.ts';
import { type Git, outputOf } from './git.ts';

/** The repository that a folder belongs to. */
export interface Repository {
  /** The folder from the top of the repository, with `/` at its end; empty at the top. */
  readonly prefix: string;
  /** Whether history was cut off when it was cloned. */
  readonly isShallow: boolean;
}

export interface Commit {
  readonly hash: string;
  /** What it is called for people: the name given, or `origin/main` where `main` is only there. */
  readonly label: string;
}

export async function openRepository(git: Git, folder: string): Promise<Repository> {
  const result = await git(['rev-parse', '--is-shallow-repository', '--show-prefix']);
  if (result.stderr.includes('not a git repository')) {
    throw new BaseProblem(
      `${folder} is in no git repository.`,
      'Compare with a folder or the last release: `--against ../other-checkout`, `--against lock`.',
    );
  }
  const [isShallow, prefix = ''] = outputOf(result).toString('utf8').split('\n');
  return { prefix, isShallow: isShallow === 'true' };
}

/** The commit of a branch, tag or hash; of a branch of the remote where there is no such branch here. */
export async function findCommit(git: Git, { isShallow }: Repository, ref: string): Promise<Commit> {
  const hash = await hashOf(git, ref);
  if (hash !== undefined) return { hash, label: ref };
  const refs = await allRefs(git);
  const remote = ofRemote(refs, ref);
  const remoteHash = remote === undefined ? undefined : await hashOf(git, `refs/remotes/${remote}`);
  if (remote !== undefined && remoteHash !== undefined) return { hash: remoteHash, label: remote };
  // A commit counted from another is not misspelt: history is too short for it.
  const names = /[~^@]/.test(ref) ? [] : refs.map(shortName);
  const help = [suggest(ref, names), await fetchHelp(git, ref, isShallow)].filter((one) => one !== undefined);
  throw new BaseProblem(
    `There is no branch, tag or commit '${ref}' in this ${isShallow ? 'shallow clone' : 'repository'}.`,
    help.join(' ') || '`git branch --all`, `git tag` and `git log` list what there is.',
  );
}

async function hashOf(git: Git, ref: string): Promise<string | undefined> {
  const { exitCode, stdout } = await git(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
  const hash = stdout.toString('utf8').trim();
  return exitCode === 0 && /^[0-9a-f]{40,64}$/.test(hash) ? hash : undefined;
}

async function allRefs(git: Git): Promise<readonly string[]> {
  const result = await git(['for-each-ref', '--format=%(refname)', 'refs/heads', 'refs/tags', 'refs/remotes']);
  return outputOf(result)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.endsWith('/HEAD'));
}

/** `origin/main` for `main`: of origin, or else of the only remote that has it. */
function ofRemote(refs: readonly string[], ref: string): string | undefined {
  const names = refs.flatMap((name) => /^refs\/remotes\/([^/]+\/.+)$/.exec(name)?.[1] ?? []);
  if (names.includes(`origin/${ref}`)) return `origin/${ref}`;
  const [first, ...others] = names.filter((name) => name.slice(name.indexOf('/') + 1) === ref);
  return others.length === 0 ? first : undefined;
}

const shortName = (ref: string): string => ref.replace(/^refs\/(heads|tags|remotes)\//, '');
