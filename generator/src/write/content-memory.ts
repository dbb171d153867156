import { type BigIntStats, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { hashOfFile } from './content-hash.ts';
import { makeFolder } from './make-folder.ts';

/**
 * Knows the content of files by its hash, and reads again only those that may have changed since. A file counts as unchanged
 * where inode, size, modification and change time are what they were. No program can set the change time of a file, so a
 * write that keeps all four would have to fall into the same tick of the file system's clock; a file that was young when it
 * was read is therefore read again.
 */
export interface ContentMemory {
  /** The hash of a file's content, by its absolute path; undefined where it is no file, or one that cannot be read. */
  hashOf(path: string): string | undefined;
  /** Keeps what is known of the files that were asked for. Where that fails, the next process knows less. */
  save(): void;
}

interface KnownContent {
  readonly hash: string;
  readonly stamp: string;
}

export interface ContentMemoryOptions {
  /** Where a process finds what an earlier one has known; none: it ends with the process. */
  readonly file?: string;
  readonly now?: () => number;
}

/** Longer than a tick of any file system's clock in common use, in milliseconds. */
const tick = 2_000;

export function openContentMemory({ file, now = Date.now }: ContentMemoryOptions = {}): ContentMemory {
  const known = new Map(file === undefined ? [] : readKnown(file));
  const asked = new Set<string>();
  let learned = 0;

  const read = (path: string, stats: BigIntStats): string | undefined => {
    const hash = hashOfFile(path);
    // After reading: the clock must have ticked between the last change and then.
    const isSettled = now() - Number(stats.ctimeMs) > tick;
    if (hash !== undefined && isSettled) {
      known.set(path, { hash, stamp: stampOf(stats) });
      learned += 1;
    } else known.delete(path);
    return hash;
  };

  return {
    hashOf(path) {
      const stats = statsOf(path);
      if (!stats?.isFile()) return undefined;
      asked.add(path);
      const before = known.get(path);
      return before?.stamp === stampOf(stats) ? before.hash : read(path, stats);
    },
    save() {
      // To write down a few more would take longer than to read them.
      if (file === undefined || learned * 20 < asked.size) return;
      writeKnown(
        file,
        [...known].filter(([path]) => asked.has(path)),
      );
      learned = 0;
    },
  };
}

function statsOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    // A circle of symbolic links, or a folder that is closed to us.
    return undefined;
  }
}

const stampOf = ({ ino, size, mtimeNs, ctimeNs }: BigIntStats): string => `${ino}.${size}.${mtimeNs}.${ctimeNs}`;

/** One line for each file: hash, stamp, path. A torn line names no file, or has not the stamp of the file that it names. */
function readKnown(file: string): readonly (readonly [string, KnownContent])[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => {
        const [hash = '', stamp = ''] = line.split(' ', 2);
        return [line.slice(hash.length + stamp.length + 2), { hash, stamp }] as const;
      });
  } catch {
    return [];
  }
}

function writeKnown(file: string, entries: readonly (readonly [string, KnownContent])[]): void {
  const lines = entries
    .filter(([path]) => !path.includes('\n'))
    .map(([path, { hash, stamp }]) => `${hash} ${stamp} ${path}\n`);
  try {
    makeFolder(dirname(file));
    writeFileSync(`${file}.${process.pid}`, lines.join(''));
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // A folder that cannot be written to, as in a read-only container.
  }
}
