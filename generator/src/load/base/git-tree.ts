import { BaseProblem } from './base-problem.ts';
import { type Git, outputOf } from './git.ts';

/** A file in a commit, or what stands in the place of one. */
export interface TreeEntry {
  readonly kind: 'file' | 'folder' | 'link' | 'submodule';
  readonly hash: string;
  /** In bytes; 0 of what is no file. */
  readonly size: number;
}

/** What a commit holds at some paths, below them, and above: all by the path from the top of the repository. */
export async function listTree(
  git: Git,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, TreeEntry>> {
  const at = paths.length === 0 ? [] : ['--', ...paths];
  const output = outputOf(await git(['ls-tree', '-r', '-t', '-z', '--long', '--full-tree', commit, ...at]));
  const lines = output
    .toString('utf8')
    .split('\0')
    .filter((line) => line !== '');
  return new Map(lines.flatMap((line) => entryOf(line) ?? []));
}

/** `100644 blob 0f3c…     120<tab>asyncapi/orders.yaml` */
function entryOf(line: string): readonly (readonly [string, TreeEntry])[] {
  const [, mode = '', type = '', hash = '', size = '', path = ''] =
    /^(\d+) (\w+) ([0-9a-f]+) +(\d+|-)\t(.*)$/s.exec(line) ?? [];
  if (path === '') return [];
  const kind = mode === '120000' ? 'link' : kinds[type];
  return kind === undefined ? [] : [[path, { kind, hash, size: size === '-' ? 0 : Number(size) }]];
}

const kinds: Readonly<Record<string, TreeEntry['kind']>> = { blob: 'file', tree: 'folder', commit: 'submodule' };

const lineFeed = 0x0a;

/** The contents of files by their hashes, all in one run of git. */
export async function readBlobs(git: Git, hashes: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  const wanted = [...new Set(hashes)];
  const blobs = new Map<string, Buffer>();
  if (wanted.length === 0) return blobs;
  const output = outputOf(await git(['cat-file', '--batch'], `${wanted.join('\n')}\n`));
  let offset = 0;
  for (const hash of wanted) {
    const end = output.indexOf(lineFeed, offset);
    const [, , size] = output.toString('utf8', offset, end).split(' ');
    if (end < 0 || size === undefined) {
      throw new BaseProblem(
        `The repository lacks the contents of a file (${hash}).`,
        'It was cloned without them: `git fetch --refetch` brings them.',
      );
    }
    blobs.set(hash, output.subarray(end + 1, end + 1 + Number(size)));
    offset = end + 1 + Number(size) + 1;
  }
  return blobs;
}
