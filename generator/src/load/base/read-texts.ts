import type { Git } from './git.ts';
import { listTree, readBlobs } from './git-tree.ts';

/** The texts of files of a commit, by path from the top of the repository; those that it does not have are left out. */
export async function readTexts(
  git: Git,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const entries = await listTree(git, commit, paths);
  const files = paths.flatMap((path) => {
    const entry = entries.get(path);
    return entry?.kind === 'file' ? [[path, entry.hash] as const] : [];
  });
  const blobs = await readBlobs(
    git,
    files.map(([, hash]) => hash),
  );
  return new Map(
    files.flatMap(([path, hash]) => {
      const blob = blobs.get(hash);
      return blob === undefined ? [] : [[path, blob.toString('utf8')] as const];
    }),
  );
}
