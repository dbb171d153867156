import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** SHA-256 of the text in UTF-8, or of bytes without their byte order mark, which reading text drops too. */
export function contentHash(content: string | Uint8Array): string {
  if (typeof content === 'string') return hash('sha256', content);
  const marked = content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf;
  return hash('sha256', marked ? content.subarray(3) : content);
}

/** The hash of a file's content; undefined where it cannot be read. Synchronous: of small files that is ten times faster. */
export function hashOfFile(root: string, path: string): string | undefined {
  try {
    return contentHash(readFileSync(join(root, path)));
  } catch {
    return undefined;
  }
}
