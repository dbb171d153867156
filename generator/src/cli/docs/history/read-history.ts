import type { Change, Release } from '@eventwright/site';
import { BaseProblem } from '../../../load/base/base-problem.ts';
import { type ContractState, type ContractStates, contractStates } from '../../../load/base/contract-states.ts';
import { openRepository } from '../../../load/base/find-commit.ts';
import { createGit } from '../../../load/base/git.ts';
import type { Base } from '../../../model/base.ts';
import { lockName } from '../../../release/lock.ts';
import { openGitBase } from '../../base/open-git-base.ts';
import { emptyBase } from '../../base/read-base.ts';
import { CliError } from '../../cli-error.ts';
import type { Container } from '../../container.ts';
import type { Project } from '../../open-project.ts';
import { plural } from '../../report/plural.ts';
import { changesBetween } from '../changes-between.ts';
import { openHistoryCache } from './history-cache.ts';

/** What git tells of the contracts. */
export interface History {
  /** Newest first. */
  readonly releases: readonly Release[];
  /** Day of the newest commit; undefined where there is none. */
  readonly date: string | undefined;
  /** Where the releases come from, or why there are none, in a sentence. */
  readonly note: string;
}

/** Releases that are told; of older ones git knows. */
const mostReleases = 30;

/** Reads every release once; what has been read before is known by its commits. Rejects only where it is interrupted. */
export async function readHistory(container: Container, project: Project): Promise<History> {
  const { root, contracts } = project.config;
  const { env, signal } = container.io;
  const git = createGit({ folder: root, env, signal });
  try {
    const repository = await openRepository(git, root);
    const found = await contractStates(git, { contracts, lock: lockName, limit: mostReleases + 1 });
    if (found === undefined) return nothing('There is no commit yet, so there is no history.');
    const { releases, unreadable } = await releasesOf(container, project, found);
    const sentences = [
      origins[found.of],
      ...(repository.isShallow ? ['This is a shallow clone: what was before is not known.'] : []),
      ...(found.states.length > mostReleases ? [`Older ones than the last ${mostReleases} are left out.`] : []),
      ...(unreadable === 0 ? [] : [`${plural(unreadable, 'state')} of the contracts could not be read.`]),
    ];
    return { releases, date: found.date, note: sentences.join(' ') };
  } catch (error) {
    if (!(error instanceof BaseProblem)) throw error;
    return nothing(`Git tells no history: ${lowerFirst(error.message)}`);
  }
}

const nothing = (note: string): History => ({ releases: [], date: undefined, note });

const origins: Readonly<Record<ContractStates['of'], string>> = {
  tags: 'Releases are the tags of the repository at which the contracts had changed.',
  releases: 'Releases are the commits that recorded one in the lock.',
  commits: 'There is neither a tag nor a lock, so each commit that changed the contracts is told.',
};

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

interface Found {
  readonly releases: readonly Release[];
  readonly unreadable: number;
}

async function releasesOf(container: Container, project: Project, { states }: ContractStates): Promise<Found> {
  const cache = openHistoryCache(project.config);
  const opened = new Map<string, Base | undefined>();
  const open = async (state: ContractState): Promise<Base | undefined> => {
    if (!opened.has(state.hash)) opened.set(state.hash, await openState(container, project, state));
    return opened.get(state.hash);
  };
  const releases: Release[] = [];
  let unreadable = 0;
  for (const [index, state] of states.slice(0, mostReleases).entries()) {
    const before = states[index + 1];
    const known = cache.read(before?.hash, state.hash);
    const changes = known ?? (await changesAt(before, state, { open, project }));
    if (changes === undefined) unreadable += 1;
    else {
      cache.write(before?.hash, state.hash, changes);
      if (changes.length > 0) releases.push({ name: state.name, date: state.date, changes });
    }
  }
  cache.save();
  return { releases, unreadable };
}

interface Opening {
  open(state: ContractState): Promise<Base | undefined>;
  readonly project: Project;
}

/** Undefined where one of the two states cannot be read. */
async function changesAt(
  before: ContractState | undefined,
  after: ContractState,
  { open, project }: Opening,
): Promise<readonly Change[] | undefined> {
  const now = await open(after);
  const old = before === undefined ? emptyBase('the beginning') : await open(before);
  if (now === undefined || old === undefined) return undefined;
  return changesBetween({ ...old, altered: [] }, { ...now, altered: [] }, project.config.rules);
}

/** Undefined where the contracts were broken then, or lie where they cannot be read. */
async function openState(container: Container, project: Project, { hash }: ContractState): Promise<Base | undefined> {
  try {
    return await openGitBase(container, project, { kind: 'git', ref: hash, folder: undefined });
  } catch (error) {
    if (error instanceof CliError) return undefined;
    throw error;
  }
}
