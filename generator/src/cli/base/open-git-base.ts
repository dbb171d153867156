import { BaseProblem } from '../../load/base/base-problem.ts';
import { type Commit, findCommit, openRepository } from '../../load/base/find-commit.ts';
import { createGit, type Git } from '../../load/base/git.ts';
import { openCommit } from '../../load/base/open-commit.ts';
import { readTexts } from '../../load/base/read-texts.ts';
import { contractsFolder } from '../../load/read-config.ts';
import type { Base } from '../../model/base.ts';
import { lockName } from '../../release/lock.ts';
import { CliError } from '../cli-error.ts';
import type { Container } from '../container.ts';
import { exitCode } from '../exit-code.ts';
import type { Project } from '../open-project.ts';
import { asCliError } from './as-cli-error.ts';
import type { BaseSpec } from './base-spec.ts';
import { parseLock } from './lock-file.ts';
import { emptyBase, readBase } from './read-base.ts';

type GitSpec = Extract<BaseSpec, { kind: 'git' }>;

/** The contracts of a branch, tag or commit, read from the repository; the work tree is not looked at. */
export async function openGitBase(container: Container, project: Project, spec: GitSpec): Promise<Base> {
  const { env, signal } = container.io;
  const git = createGit({ folder: project.config.root, env, signal });
  return asCliError(readCommit(git, { container, project, spec }));
}

interface Wanted {
  readonly container: Container;
  readonly project: Project;
  readonly spec: GitSpec;
}

async function readCommit(git: Git, { container, project, spec }: Wanted): Promise<Base> {
  const repository = await openRepository(git, project.config.root);
  const commit = await findCommit(git, repository, spec.ref);
  const { label } = commit;
  container.progress(`reading ${label}`);
  const { folder } = spec;
  const prefix = folder === undefined ? repository.prefix : `${folder}/`;
  const base = await readAt(git, { project, commit, prefix });
  if (base !== undefined) return base;
  // What is named may be the contracts folder itself.
  const itself = folder === undefined ? undefined : await readAt(git, { project, commit, ...parentOf(folder) });
  if (itself !== undefined) return itself;
  if (folder !== undefined) throw new BaseProblem(`${label} has no contracts in ${folder}.`, noContractsHelp);
  container.io.stderr.write(`${label} has no folder '${prefix}${project.config.contracts}', so everything is new\n`);
  return emptyBase(label);
}

const noContractsHelp =
  'Name the folder of the configuration, from the top of the repository, or the contracts folder itself.';

const parentOf = (folder: string): Pick<Place, 'prefix' | 'contracts'> => ({
  prefix: folder.slice(0, folder.lastIndexOf('/') + 1),
  contracts: folder.slice(folder.lastIndexOf('/') + 1),
});

interface Place {
  readonly project: Project;
  readonly commit: Commit;
  /** Folder of the configuration from the top of the repository, with `/` at its end; empty at the top. */
  readonly prefix: string;
  /** Whatever the configuration says. */
  readonly contracts?: string;
}

/** Undefined where there is no contracts folder. */
async function readAt(git: Git, place: Place): Promise<Base | undefined> {
  const { project, commit, prefix } = place;
  const { config } = project;
  const texts = await readTexts(git, commit.hash, [`${prefix}${config.file}`, `${prefix}${lockName}`]);
  const contracts = place.contracts ?? contractsThen(texts.get(`${prefix}${config.file}`), place);
  const source = await openCommit(git, { commit, prefix, contracts });
  if (source === undefined) return undefined;
  if (place.contracts !== undefined && (await source.list()).documents.length === 0) return undefined;
  const fileLabel = `${commit.label}:${prefix}`;
  const text = texts.get(`${prefix}${lockName}`);
  const lock = text === undefined ? undefined : parseLock(text, { name: fileLabel + lockName, root: config.root });
  return readBase(project, { label: commit.label, fileLabel, source, contracts, lock });
}

/** The contracts folder by the configuration of the commit, or by that of today where it had none. */
function contractsThen(text: string | undefined, { project: { config }, commit, prefix }: Place): string {
  if (text === undefined) return config.contracts;
  const name = `${commit.label}:${prefix}${config.file}`;
  const read = contractsFolder(name, text);
  if (read.kind === 'found') return read.contracts;
  throw new CliError(exitCode.contracts, `The configuration of ${commit.label} cannot be used.`, {
    shown: { findings: read.findings, texts: new Map([[name, text]]), root: config.root },
  });
}
