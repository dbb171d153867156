import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { OutputFile } from '../print/output-file.ts';
import { BlockedPathError } from './blocked-path-error.ts';
import { contentHash } from './content-hash.ts';
import { refuseUnsafePath } from './plan-write.ts';
import type { Stage } from './staging.ts';

/** A file that a run has made: as it is there already, or staged. Plain data, which a thread may tell another one. */
export interface StagedFile {
  readonly path: string;
  /** SHA-256 of its text. */
  readonly hash: string;
  readonly state: 'added' | 'changed' | 'unchanged';
}

/** Stages files of which the directory has not the same. Throws on a path that leaves the directory, or is in use by no file. */
export function stageFiles(directory: string, stage: Stage): (file: OutputFile) => StagedFile {
  const isThere = folderMemory(directory);
  return ({ path, text }) => {
    refuseUnsafePath(path);
    // Encoded once: for the hash, for the comparison and for the disk.
    const content = encode(text);
    const previous = isThere(dirname(path)) ? readBytes(join(directory, path)) : undefined;
    const state = previous === undefined ? 'added' : previous.equals(content) ? 'unchanged' : 'changed';
    if (state !== 'unchanged') stage.add(path, content);
    return { path, hash: contentHash(content), state };
  };
}

/** Text as UTF-8, in memory that the next text is going to overwrite: a new piece for each of many files is what takes time. */
function encode(text: string): Buffer {
  // A unit of UTF-16 takes three bytes at most.
  return 3 * text.length > scratch.length ? Buffer.from(text) : scratch.subarray(0, scratch.write(text));
}

const scratch = Buffer.allocUnsafe(512 * 1024);

/** Knows which folders were there: in one that was not, no file has to be looked for. */
function folderMemory(directory: string): (folder: string) => boolean {
  const known = new Map<string, boolean>([['.', true]]);
  const isThere = (folder: string): boolean => {
    const before = known.get(folder);
    if (before !== undefined) return before;
    const now = isThere(dirname(folder)) && statSync(join(directory, folder), { throwIfNoEntry: false }) !== undefined;
    known.set(folder, now);
    return now;
  };
  return isThere;
}

/** The bytes of a file; undefined where there is none. Throws where something else is in its place. */
function readBytes(path: string): Buffer | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  // Reading a pipe would wait for somebody to write, and a folder would stop the write when it has begun.
  if (!stats.isFile()) throw new BlockedPathError(path);
  return readFileSync(path);
}
