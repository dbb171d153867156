import { posix } from 'node:path';
import type { ContractFiles } from '../contract-files.ts';
import type { ContractSource } from '../contract-source.ts';
import { decodeText, maxBytes, unreadable } from '../read-text.ts';
import { BaseProblem } from './base-problem.ts';
import type { Commit } from './find-commit.ts';
import type { Git } from './git.ts';
import { listTree, readBlobs, type TreeEntry } from './git-tree.ts';

export interface CommitFolder {
  readonly commit: Commit;
  /** Folder of the configuration from the top of the repository, with `/` at its end; empty at the top. */
  readonly prefix: string;
  /** The contracts folder, relative to it. */
  readonly contracts: string;
}

/** The contracts of a commit, without touching the work tree. Undefined where the commit has no such folder. */
export async function openCommit(git: Git, place: CommitFolder): Promise<ContractSource | undefined> {
  const { commit, prefix, contracts } = place;
  const top = posix.normalize(`${prefix}${contracts}`).replace(/^\.?\/?$|\/+$/g, '');
  const entries = await listTree(git, commit.hash, top === '' ? [] : [top]);
  const tree = createTree(entries, { label: commit.label, top, prefix });
  tree.refuse(top);
  if (top !== '' && entries.get(top)?.kind !== 'folder') {
    // Git does not follow a link on the way; a folder that is one has not vanished.
    const above = await listTree(git, commit.hash, foldersTo(top));
    createTree(above, { label: commit.label, top, prefix }).refuse(top);
    return undefined;
  }
  const listed = tree.list();
  const known = await readBlobs(git, tree.hashes());
  return {
    list: async () => listed,
    async read(path) {
      const at = posix.normalize(`${prefix}${path}`);
      tree.refuse(at);
      const entry = entries.get(at);
      if (entry === undefined) return undefined;
      if (entry.kind === 'folder') return unreadable(path, 'is a folder', 'Rename it, or correct what names it.');
      if (entry.size > maxBytes) {
        return unreadable(path, `has ${entry.size} bytes; ${maxBytes} are allowed`, 'Split it into several files.');
      }
      const bytes = known.get(entry.hash) ?? (await readBlobs(git, [entry.hash])).get(entry.hash);
      if (bytes === undefined) return undefined;
      if (isPointer(bytes)) throw elsewhere(`${path} is kept in Git LFS`, commit.label);
      return decodeText(path, bytes);
    },
  };
}

/** `a`, `a/b`, `a/b/c` */
const foldersTo = (path: string): readonly string[] =>
  path.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'));

interface Tree {
  /** Throws where the place, or a folder above it, is not in the commit but somewhere else. */
  refuse(path: string): void;
  list(): ContractFiles;
  /** Of the files that are probably read. */
  hashes(): readonly string[];
}

interface TreeOptions {
  readonly label: string;
  /** The contracts folder from the top of the repository. */
  readonly top: string;
  readonly prefix: string;
}

function createTree(entries: ReadonlyMap<string, TreeEntry>, { label, top, prefix }: TreeOptions): Tree {
  const below = [...entries].filter(([path]) => !isPassedOver(posix.dirname(posix.relative(top, path))));
  const named = (wanted: (path: string) => boolean): readonly string[] =>
    below.flatMap(([path, { kind }]) => (kind !== 'folder' && wanted(path) ? [path.slice(prefix.length)] : []));
  const isDocument = (path: string): boolean =>
    posix.dirname(path) === (top === '' ? '.' : top) && /\/(?!\.)[^/]*\.(ya?ml|json)$/.test(`/${path}`);
  return {
    refuse(path) {
      for (let at = path; at !== '.' && at !== ''; at = posix.dirname(at)) {
        const kind = entries.get(at)?.kind;
        if (kind === 'link') throw elsewhere(`${at} is a symbolic link`, label);
        if (kind === 'submodule') throw elsewhere(`${at} is a submodule`, label);
      }
    },
    list() {
      const submodule = below.find(([, { kind }]) => kind === 'submodule');
      if (submodule !== undefined) throw elsewhere(`${submodule[0]} is a submodule`, label);
      return {
        documents: named(isDocument).toSorted(),
        schemas: named((path) => path.endsWith('.avsc')).toSorted(),
      };
    },
    hashes: () =>
      below.flatMap(([path, { kind, hash, size }]) =>
        kind === 'file' && size <= maxBytes && /\.(ya?ml|json|avsc)$/.test(path) ? [hash] : [],
      ),
  };
}

/** As on disk. */
const isPassedOver = (folder: string): boolean =>
  folder.split('/').some((part) => (part.startsWith('.') && part !== '.') || part === 'node_modules');

const isPointer = (bytes: Buffer): boolean =>
  bytes.subarray(0, 43).toString('latin1') === 'version https://git-lfs.github.com/spec/v1\n';

const elsewhere = (what: string, label: string): BaseProblem =>
  new BaseProblem(
    `At ${label}, ${what}: its content is not in the commit.`,
    `Check that commit out beside this one and compare with the folder: \`git worktree add ../base ${label}\`, then \`--against ../base\`.`,
  );
