import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { contentHash } from './content-hash.ts';
import { makeFolder } from './make-folder.ts';

/** Keeps the last result of a command, by the hash of all that it was made of. A cache that fails is a cache that is empty. */
export interface ResultCache {
  read(key: string): string | undefined;
  write(key: string, text: string): void;
}

/** `file` is an absolute path. */
export function openResultCache(file: string): ResultCache {
  const head = (key: string, text: string): string => `${key} ${contentHash(text)}`;
  return {
    read(key) {
      try {
        const written = readFileSync(file, 'utf8');
        const end = written.indexOf('\n');
        const text = written.slice(end + 1);
        return written.slice(0, end) === head(key, text) ? text : undefined;
      } catch {
        return undefined;
      }
    },
    write(key, text) {
      try {
        makeFolder(dirname(file));
        writeFileSync(`${file}.${process.pid}`, `${head(key, text)}\n${text}`);
        renameSync(`${file}.${process.pid}`, file);
      } catch {
        // A folder that cannot be written to, as in a read-only container.
      }
    },
  };
}
