import { type Git, outputOf } from './git.ts';

/** A commit of the main line at which the contracts had a state worth a name. */
export interface ContractState {
  /** For people: a tag, or the beginning of the commit's hash. */
  readonly name: string;
  readonly hash: string;
  /** Of the commit, in UTC: 2026-11-21. */
  readonly date: string;
}

export interface ContractStates {
  /** What they are: tags, commits that changed the lock, or where there is neither those that changed the contracts. */
  readonly of: 'tags' | 'releases' | 'commits';
  /** Newest first; those that differ in the contracts from the one before. */
  readonly states: readonly ContractState[];
  /** Day of the newest commit. */
  readonly date: string;
}

/** Looked at for tags; history beyond it is told no more. */
const mostCommits = 20_000;

/** The states of the contracts that git knows; undefined where there is no commit yet. Paths are from the folder of `git`. */
export async function contractStates(
  git: Git,
  { contracts, lock, limit }: { readonly contracts: string; readonly lock: string; readonly limit: number },
): Promise<ContractStates | undefined> {
  const all = await commitsOf(git, []);
  const [head] = all;
  if (head === undefined) return undefined;
  const tagged = all.filter(({ tags }) => tags.length > 0);
  const found =
    tagged.length > 0
      ? ({ of: 'tags', commits: await distinct(git, contracts, tagged) } as const)
      : await untagged(git, { contracts, lock });
  const states = found.commits.slice(0, limit).map(({ hash, date, tags: [tag] }) => ({
    name: tag ?? hash.slice(0, 8),
    hash,
    date,
  }));
  return { of: found.of, states, date: head.date };
}

interface LoggedCommit {
  readonly hash: string;
  readonly date: string;
  readonly tags: readonly string[];
}

async function untagged(
  git: Git,
  { contracts, lock }: { readonly contracts: string; readonly lock: string },
): Promise<{ readonly of: 'releases' | 'commits'; readonly commits: readonly LoggedCommit[] }> {
  const releases = await commitsOf(git, [lock]);
  return releases.length > 0
    ? { of: 'releases', commits: releases }
    : { of: 'commits', commits: await commitsOf(git, [contracts]) };
}

/** Commits of the first parents, newest first, that changed one of the paths; all where there are none. */
async function commitsOf(git: Git, paths: readonly string[]): Promise<readonly LoggedCommit[]> {
  const exists = await git(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  if (exists.exitCode !== 0) return [];
  const format = ['--format=%H%x09%ct%x09%D', '--decorate-refs=refs/tags', `--max-count=${mostCommits}`];
  const result = await git(['log', '--first-parent', ...format, 'HEAD', '--', ...paths]);
  const lines = outputOf(result).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map(commitIn);
}

function commitIn(line: string): LoggedCommit {
  const [hash = '', seconds = '0', decoration = ''] = line.split('\t');
  const tags = decoration.split(', ').flatMap((ref) => /^(?:tag: )(.+)$/.exec(ref)?.[1] ?? []);
  return { hash, date: new Date(Number(seconds) * 1_000).toISOString().slice(0, 10), tags: tags.sort() };
}

/** Those whose contracts are not the ones of the commit before them in time. */
async function distinct(
  git: Git,
  contracts: string,
  commits: readonly LoggedCommit[],
): Promise<readonly LoggedCommit[]> {
  const names = commits.map(({ hash }) => `${hash}:./${contracts}\n`).join('');
  const result = await git(['cat-file', '--batch-check=%(objectname)'], names);
  // A line for each, in their order; of a commit without that folder it says that it is missing.
  const trees = outputOf(result)
    .toString('utf8')
    .split('\n')
    .map((line) => (line.endsWith(' missing') ? '' : line));
  return commits.filter((_, index) => trees[index] !== (index === commits.length - 1 ? '' : trees[index + 1]));
}
